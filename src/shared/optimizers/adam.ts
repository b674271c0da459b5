import {
  beta1,
  beta2,
  epsilon,
  flag,
  learningRate,
  meanSlot,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'

import { defineRule, type HyperFlag, type Optimizer, type Slot } from './types.ts'

const amsgrad: HyperFlag<'amsgrad'> = flag(
  'amsgrad',
  text('AMSGrad: divide by the largest square so far', 'AMSGrad：除以迄今最大的二阶矩'),
)

const largest: Slot<'c'> = {
  key: 'c',
  symbol: 'c',
  meaning: text('largest moving mean of squares so far', '迄今最大的平方滑动平均'),
}

export const adam: Optimizer = {
  id: 'adam',
  name: 'Adam',
  group: 'adaptive',
  paper: {
    citation: 'Kingma & Ba 2015, Adam; Reddi et al. 2018, On the Convergence of Adam and Beyond',
    url: 'https://arxiv.org/abs/1412.6980',
  },
  why: {
    en: 'It joins momentum with RMSprop: a moving mean of gradients over the root of a moving mean of their squares. Both start at zero, so each is divided by how far it has filled up, and the first steps have full length.',
    'zh-CN':
      '它把动量法与 RMSprop 合二为一：梯度的滑动平均，除以梯度平方滑动平均的平方根。两者都从零开始，所以要各自除以“已填满的比例”来修正偏差，头几步才有完整的步幅。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [learningRate(0.02), beta1(0.9), beta2(0.999)],
      slots: [meanSlot, squareSlot('s')],
      program: `
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        mHat = m / (1 - beta1**t)
        sHat = s / (1 - beta2**t)
        w -= lr * mHat / (sqrt(sHat) + 1e-6)
      `,
    }),
    pytorch: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-8), weightDecay(0)],
      flags: [amsgrad],
      slots: [meanSlot, squareSlot('s'), largest],
      program: `
        if weightDecay: g += weightDecay * w
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        if amsgrad: c = max(c, s)
        mHat = m / (1 - beta1**t)
        sHat = (c if amsgrad else s) / (1 - beta2**t)
        w -= lr * mHat / (sqrt(sHat) + epsilon)
      `,
      frameworks: {
        pytorch: {
          name: 'Adam',
          arguments: {
            lr: 'lr',
            betas: ['beta1', 'beta2'],
            eps: 'epsilon',
            weight_decay: 'weightDecay',
            amsgrad: 'amsgrad',
          },
        },
      },
    }),
    // The correction is moved into the rate, so epsilon is not scaled by it.
    keras: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-7)],
      flags: [amsgrad],
      slots: [meanSlot, squareSlot('s'), largest],
      program: `
        rate = lr * sqrt(1 - beta2**t) / (1 - beta1**t)
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        if amsgrad: c = max(c, s)
        w -= rate * m / (sqrt(c if amsgrad else s) + epsilon)
      `,
      frameworks: {
        keras: {
          name: 'Adam',
          arguments: {
            learning_rate: 'lr',
            beta_1: 'beta1',
            beta_2: 'beta2',
            epsilon: 'epsilon',
            amsgrad: 'amsgrad',
          },
        },
      },
    }),
  },
}
