import {
  beta1,
  beta2,
  epsilon,
  learningRate,
  meanSlot,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'

import { defineRule, type Optimizer } from './types.ts'

export const adamw: Optimizer = {
  id: 'adamw',
  name: 'AdamW',
  group: 'adaptive',
  paper: {
    citation: 'Loshchilov & Hutter 2019, Decoupled Weight Decay Regularization',
    url: 'https://arxiv.org/abs/1711.05101',
  },
  why: text(
    'Adam, but the weights are shrunk directly instead of through the gradient. So the decay is not divided by the root mean square, and large-gradient weights decay like all others.',
    '与 Adam 相同，但权重直接收缩，而不是经由梯度。衰减不会再被均方根除掉，梯度大的权重也与其他权重一样衰减。',
  ),
  rules: {
    pytorch: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-8), weightDecay(0.01)],
      slots: [meanSlot, squareSlot('s')],
      program: `
        w *= 1 - lr * weightDecay
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        mHat = m / (1 - beta1**t)
        sHat = s / (1 - beta2**t)
        w -= lr * mHat / (sqrt(sHat) + epsilon)
      `,
      frameworks: {
        pytorch: {
          name: 'AdamW',
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
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-7), weightDecay(0.004)],
      slots: [meanSlot, squareSlot('s')],
      program: `
        w *= 1 - lr * weightDecay
        rate = lr * sqrt(1 - beta2**t) / (1 - beta1**t)
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        w -= rate * m / (sqrt(s) + epsilon)
      `,
      frameworks: {
        keras: {
          name: 'AdamW',
          arguments: {
            learning_rate: 'lr',
            weight_decay: 'weightDecay',
            beta_1: 'beta1',
            beta_2: 'beta2',
            epsilon: 'epsilon',
          },
        },
      },
    }),
  },
}
