import {
  decay,
  epsilon,
  flag,
  learningRate,
  momentumShare,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'
import { defineRule, type HyperFlag, type Optimizer, type Slot } from './types.ts'

const keep = text('decay of the squares', '平方的衰减率')

const centered: HyperFlag<'centered'> = flag(
  'centered',
  text(
    'centred: divide by the deviation, not the root mean square',
    '中心化：除以标准差而非均方根',
  ),
)

const mean: Slot<'a'> = {
  key: 'a',
  symbol: 'a',
  meaning: text('moving mean of gradients', '梯度的滑动平均'),
}

const buffer: Slot<'b'> = {
  key: 'b',
  symbol: 'b',
  meaning: text('velocity of scaled gradients', '缩放后梯度的速度'),
}

export const rmsprop: Optimizer = {
  id: 'rmsprop',
  name: 'RMSprop',
  group: 'adaptive',
  paper: {
    citation: 'Tieleman & Hinton 2012, Lecture 6.5, Neural Networks for Machine Learning',
    url: 'https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf',
  },
  why: {
    en: 'It divides each gradient by a moving root mean square of that gradient, so steep and flat directions move alike. Old squares fade, so unlike Adagrad its steps do not shrink to nothing.',
    'zh-CN':
      '每个梯度都除以自身的滑动均方根，陡与平的方向于是步幅相近。旧的平方会逐渐淡出，因此步幅不会像 Adagrad 那样一路缩到几乎为零。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [learningRate(0.02), decay('gamma', '\\gamma', keep, 0.9)],
      slots: [squareSlot('s')],
      program: `
        s = gamma * s + (1 - gamma) * g**2
        w -= lr * g / sqrt(s + 1e-6)
      `,
    }),
    pytorch: defineRule({
      hyper: [
        learningRate(0.01),
        decay('alpha', '\\alpha', keep, 0.99),
        momentumShare(0),
        epsilon(1e-8),
        weightDecay(0),
      ],
      flags: [centered],
      slots: [squareSlot('s'), mean, buffer],
      program: `
        if weightDecay: g += weightDecay * w
        s = alpha * s + (1 - alpha) * g**2
        if centered: a = alpha * a + (1 - alpha) * g
        u = g / (sqrt(s - a**2 if centered else s) + epsilon)
        if momentum:
            b = momentum * b + u
            w -= lr * b
        else:
            w -= lr * u
      `,
      frameworks: {
        pytorch: {
          name: 'RMSprop',
          arguments: {
            lr: 'lr',
            alpha: 'alpha',
            eps: 'epsilon',
            weight_decay: 'weightDecay',
            momentum: 'momentum',
            centered: 'centered',
          },
        },
      },
    }),
    // The rate is folded into the velocity, and epsilon stands inside the root.
    keras: defineRule({
      hyper: [
        learningRate(0.001),
        decay('rho', '\\rho', keep, 0.9),
        momentumShare(0),
        epsilon(1e-7),
      ],
      flags: [centered],
      slots: [squareSlot('s'), mean, buffer],
      program: `
        s = rho * s + (1 - rho) * g**2
        if centered: a = rho * a + (1 - rho) * g
        u = lr * g / sqrt((s - a**2 if centered else s) + epsilon)
        if momentum:
            b = momentum * b + u
            w -= b
        else:
            w -= u
      `,
      frameworks: {
        keras: {
          name: 'RMSprop',
          arguments: {
            learning_rate: 'lr',
            rho: 'rho',
            momentum: 'momentum',
            epsilon: 'epsilon',
            centered: 'centered',
          },
        },
      },
    }),
  },
}
