import { decay, epsilon, learningRate, squareSlot, text, weightDecay } from './hyper.ts'
import { defineRule, type HyperParameter, type Optimizer, type Slot } from './types.ts'

const rho = (value: number): HyperParameter<'rho'> =>
  decay('rho', '\\rho', text('decay of both averages', '两个均值的衰减率'), value)

const moved: Slot<'d'> = {
  key: 'd',
  symbol: '\\Delta',
  meaning: text('moving mean of squared steps', '步长平方的滑动平均'),
}

export const adadelta: Optimizer = {
  id: 'adadelta',
  name: 'Adadelta',
  group: 'adaptive',
  paper: {
    citation: 'Zeiler 2012, ADADELTA: An Adaptive Learning Rate Method',
    url: 'https://arxiv.org/abs/1212.5701',
  },
  why: {
    en: 'In place of a learning rate it uses the root mean square of its own recent steps, over that of recent gradients. Those steps start from nothing but a tiny epsilon, so it sets off slowly and gains pace by itself.',
    'zh-CN':
      '它不用学习率，而是用自己近期步长的均方根除以近期梯度的均方根。步长起初只靠一个很小的 ε 撑着，所以它起步很慢，之后才自行加快。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [rho(0.9)],
      slots: [squareSlot('s'), moved],
      program: `
        s = rho * s + (1 - rho) * g**2
        u = sqrt(d + 1e-6) / sqrt(s + 1e-6) * g
        w -= u
        d = rho * d + (1 - rho) * u**2
      `,
    }),
    pytorch: defineRule({
      hyper: [learningRate(1), rho(0.9), epsilon(1e-6), weightDecay(0)],
      slots: [squareSlot('s'), moved],
      program: `
        if weightDecay: g += weightDecay * w
        s = rho * s + (1 - rho) * g**2
        u = sqrt(d + epsilon) / sqrt(s + epsilon) * g
        w -= lr * u
        d = rho * d + (1 - rho) * u**2
      `,
      frameworks: {
        pytorch: {
          name: 'Adadelta',
          arguments: { lr: 'lr', rho: 'rho', eps: 'epsilon', weight_decay: 'weightDecay' },
        },
      },
    }),
    keras: defineRule({
      hyper: [learningRate(0.001), rho(0.95), epsilon(1e-7)],
      slots: [squareSlot('s'), moved],
      program: `
        s = rho * s + (1 - rho) * g**2
        u = sqrt(d + epsilon) / sqrt(s + epsilon) * g
        d = rho * d + (1 - rho) * u**2
        w -= lr * u
      `,
      frameworks: {
        keras: {
          name: 'Adadelta',
          arguments: { learning_rate: 'lr', rho: 'rho', epsilon: 'epsilon' },
        },
      },
    }),
  },
}
