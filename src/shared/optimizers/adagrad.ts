import { amount, epsilon, initialAccumulator, learningRate, text, weightDecay } from './hyper.ts'
import { defineRule, type Optimizer, type Slot } from './types.ts'

const sum: Slot<'s'> = {
  key: 's',
  symbol: 's',
  meaning: text('sum of squared gradients', '梯度平方的累加和'),
}

export const adagrad: Optimizer = {
  id: 'adagrad',
  name: 'Adagrad',
  group: 'adaptive',
  paper: {
    citation:
      'Duchi, Hazan & Singer 2011, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization',
    url: 'https://jmlr.org/papers/v12/duchi11a.html',
  },
  why: {
    en: 'Each parameter is divided by the root of all its squared gradients so far, so rarely touched ones still take large steps. The sum only grows, so every step shrinks, and training may stall before it arrives.',
    'zh-CN':
      '每个参数的步幅都除以其历次梯度平方和的平方根，因此很少更新的参数仍能迈出大步。这个和只增不减，步幅便越来越小，训练可能还没到终点就停滞了。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [learningRate(0.02)],
      slots: [sum],
      program: `
        s += g**2
        w -= lr * g / sqrt(s + 1e-6)
      `,
    }),
    pytorch: defineRule({
      hyper: [
        learningRate(0.01),
        amount('lrDecay', '\\delta', text('decay of the rate', '学习率衰减'), 0),
        initialAccumulator(0),
        epsilon(1e-10),
        weightDecay(0),
      ],
      slots: [{ ...sum, initial: 'initialAccumulator' }],
      program: `
        if weightDecay: g += weightDecay * w
        s += g**2
        w -= (lr / (1 + (t - 1) * lrDecay) if lrDecay else lr) * g / (sqrt(s) + epsilon)
      `,
      frameworks: {
        pytorch: {
          name: 'Adagrad',
          arguments: {
            lr: 'lr',
            lr_decay: 'lrDecay',
            initial_accumulator_value: 'initialAccumulator',
            eps: 'epsilon',
            weight_decay: 'weightDecay',
          },
        },
      },
    }),
    keras: defineRule({
      hyper: [learningRate(0.001), initialAccumulator(0.1), epsilon(1e-7)],
      slots: [{ ...sum, initial: 'initialAccumulator' }],
      program: `
        s += g**2
        w -= lr * g / sqrt(s + epsilon)
      `,
      frameworks: {
        keras: {
          name: 'Adagrad',
          arguments: {
            learning_rate: 'lr',
            initial_accumulator_value: 'initialAccumulator',
            epsilon: 'epsilon',
          },
        },
      },
    }),
  },
}
