import { decay, epsilon, learningRate, meanSlot, text, weightDecay } from './hyper.ts'

import { defineRule, type Optimizer } from './types.ts'

/** Its shares say how much of the new enters, where other rules say how much of the old stays. */
export const adan: Optimizer = {
  id: 'adan',
  name: 'Adan',
  group: 'adaptive',
  paper: {
    citation:
      'Xie et al. 2022, Adan: Adaptive Nesterov Momentum Algorithm, with the bias correction of its authors’ code',
    url: 'https://arxiv.org/abs/2208.06677',
  },
  why: text(
    'It keeps a mean of gradients and a mean of how they change, and steps by both: the change foretells the next gradient, as Nesterov’s look-ahead would. The root mean square it divides by is that of the foretold gradient.',
    '它同时保存梯度的均值与梯度变化的均值，并按两者迈步：变化预示了下一个梯度，相当于 Nesterov 的前瞻。它除以的均方根，也是这个预估梯度的均方根。',
  ),
  rules: {
    paper: defineRule({
      hyper: [
        learningRate(0.001),
        decay('beta1', '\\beta_1', text('share of a new gradient', '新梯度的占比'), 0.02),
        decay('beta2', '\\beta_2', text('share of a new change', '新变化的占比'), 0.08),
        decay('beta3', '\\beta_3', text('share of a new square', '新平方的占比'), 0.01),
        epsilon(1e-8),
        weightDecay(0.02),
      ],
      slots: [
        meanSlot,
        { key: 'v', symbol: 'v', meaning: text('mean of gradient changes', '梯度变化的均值') },
        {
          key: 'n',
          symbol: 'n',
          meaning: text('mean of squared foretold gradients', '预估梯度平方的均值'),
        },
        { key: 'z', symbol: 'z', meaning: text('gradient of the step before', '上一步的梯度') },
      ],
      program: `
        c = where(t > 1, g - z, 0)
        h = g + (1 - beta2) * c
        m = (1 - beta1) * m + beta1 * g
        v = (1 - beta2) * v + beta2 * c
        n = (1 - beta3) * n + beta3 * h**2
        mHat = m / (1 - (1 - beta1)**t)
        vHat = v / (1 - (1 - beta2)**t)
        nHat = n / (1 - (1 - beta3)**t)
        w = (w - lr * (mHat + (1 - beta2) * vHat) / (sqrt(nHat) + epsilon)) / (1 + lr * weightDecay)
        z = g
      `,
    }),
  },
}
