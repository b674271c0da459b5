import { beta1, beta2, epsilon, learningRate, meanSlot, text, weightDecay } from './hyper.ts'

import { defineRule, type Optimizer, type Slot } from './types.ts'

const largest: Slot<'u'> = {
  key: 'u',
  symbol: 'u',
  meaning: text('fading maximum of absolute gradients', '逐渐衰减的梯度绝对值最大值'),
}

export const adamax: Optimizer = {
  id: 'adamax',
  name: 'Adamax',
  group: 'adaptive',
  paper: {
    citation: 'Kingma & Ba 2015, Adam, section 7.1',
    url: 'https://arxiv.org/abs/1412.6980',
  },
  why: text(
    'Adam with a fading maximum in place of the root mean square. No step is longer than about the learning rate, and one huge gradient quiets the next steps rather than shaking them.',
    '用逐渐衰减的最大值代替 Adam 的均方根。步长大致不超过学习率；一个巨大的梯度会使随后的步子变小，而不是乱晃。',
  ),
  rules: {
    pytorch: defineRule({
      hyper: [learningRate(0.002), beta1(0.9), beta2(0.999), epsilon(1e-8), weightDecay(0)],
      slots: [meanSlot, largest],
      program: `
        if weightDecay: g += weightDecay * w
        m = beta1 * m + (1 - beta1) * g
        u = max(beta2 * u, abs(g) + epsilon)
        w -= lr / (1 - beta1**t) * m / u
      `,
      frameworks: {
        pytorch: {
          name: 'Adamax',
          arguments: {
            lr: 'lr',
            betas: ['beta1', 'beta2'],
            eps: 'epsilon',
            weight_decay: 'weightDecay',
          },
        },
      },
    }),
    keras: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-7)],
      slots: [meanSlot, largest],
      program: `
        m = beta1 * m + (1 - beta1) * g
        u = max(beta2 * u, abs(g))
        w -= lr / (1 - beta1**t) * m / (u + epsilon)
      `,
      frameworks: {
        keras: {
          name: 'Adamax',
          arguments: { learning_rate: 'lr', beta_1: 'beta1', beta_2: 'beta2', epsilon: 'epsilon' },
        },
      },
    }),
  },
}
