import {
  amount,
  beta1,
  beta2,
  epsilon,
  learningRate,
  meanSlot,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'

import { defineRule, type Optimizer, type Slot } from './types.ts'

/** The same for every parameter; a slot, so that a resumed run goes on with it. */
const momentumProduct: Slot<'product'> = {
  key: 'product',
  symbol: '\\Pi',
  meaning: text('product of the momentum schedule so far', '动量系数迄今的乘积'),
  initial: 1,
}

/** Momentum of this step and of the next. */
const symbols = { mu: '\\mu_t', muNext: '\\mu_{t+1}' }

export const nadam: Optimizer = {
  id: 'nadam',
  name: 'NAdam',
  group: 'adaptive',
  paper: {
    citation: 'Dozat 2016, Incorporating Nesterov Momentum into Adam',
    url: 'https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ',
  },
  why: text(
    'Adam with Nesterov’s idea: the step already counts on the momentum of the next one. Its momentum is warmed up, so early noise weighs less.',
    '把 Nesterov 的想法放进 Adam：这一步已计入下一步的动量。动量系数逐渐升高，因此早期的噪声影响较小。',
  ),
  rules: {
    pytorch: defineRule({
      hyper: [
        learningRate(0.002),
        beta1(0.9),
        beta2(0.999),
        amount('momentumDecay', '\\psi', text('pace of the warm-up', '预热的快慢'), 0.004),
        epsilon(1e-8),
        weightDecay(0),
      ],
      slots: [meanSlot, squareSlot('s'), momentumProduct],
      symbols,
      program: `
        if weightDecay: g += weightDecay * w
        mu = beta1 * (1 - 0.5 * 0.96**(t * momentumDecay))
        muNext = beta1 * (1 - 0.5 * 0.96**((t + 1) * momentumDecay))
        product *= mu
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        sHat = s / (1 - beta2**t)
        w -= lr / (sqrt(sHat) + epsilon) * ((1 - mu) * g / (1 - product) + muNext * m / (1 - product * muNext))
      `,
      frameworks: {
        pytorch: {
          name: 'NAdam',
          arguments: {
            lr: 'lr',
            betas: ['beta1', 'beta2'],
            eps: 'epsilon',
            weight_decay: 'weightDecay',
            momentum_decay: 'momentumDecay',
          },
        },
      },
    }),
    keras: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-7)],
      slots: [meanSlot, squareSlot('s'), momentumProduct],
      symbols,
      program: `
        mu = beta1 * (1 - 0.5 * 0.96**t)
        muNext = beta1 * (1 - 0.5 * 0.96**(t + 1))
        product *= mu
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        sHat = s / (1 - beta2**t)
        w -= lr / (sqrt(sHat) + epsilon) * ((1 - mu) * g / (1 - product) + muNext * m / (1 - product * muNext))
      `,
      frameworks: {
        keras: {
          name: 'Nadam',
          arguments: { learning_rate: 'lr', beta_1: 'beta1', beta_2: 'beta2', epsilon: 'epsilon' },
        },
      },
    }),
  },
}
