import { beta1, beta2, epsilon, learningRate, meanSlot, squareSlot, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const yogi: Optimizer = {
  id: 'yogi',
  name: 'Yogi',
  group: 'adaptive',
  paper: {
    citation: 'Zaheer et al. 2018, Adaptive Methods for Nonconvex Optimization',
    url: 'https://proceedings.neurips.cc/paper/2018/hash/90365351ccc7437a1309dc64e4db32a3-Abstract.html',
  },
  why: text(
    'Adam whose mean of squares changes by a share of the new square alone, up or down, whatever it was before. So after large gradients the effective rate recovers slowly instead of jumping.',
    '与 Adam 相同，但平方均值每步只按新平方的固定比例增减，与原值无关。因此大梯度过后，有效学习率是缓慢恢复，而不是突然回升。',
  ),
  rules: {
    optax: defineRule({
      hyper: [learningRate(0.01), beta1(0.9), beta2(0.999), epsilon(1e-3)],
      slots: [
        { ...meanSlot, initial: 1e-6 },
        { ...squareSlot('s'), initial: 1e-6 },
      ],
      program: `
        m = beta1 * m + (1 - beta1) * g
        s -= (1 - beta2) * sign(s - g**2) * g**2
        mHat = m / (1 - beta1**t)
        sHat = s / (1 - beta2**t)
        w -= lr * mHat / (sqrt(sHat) + epsilon)
      `,
    }),
  },
}
