import { beta1, beta2, epsilon, learningRate, meanSlot, share, squareSlot, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const qhadam: Optimizer = {
  id: 'qhadam',
  name: 'QHAdam',
  group: 'adaptive',
  paper: {
    citation: 'Ma & Yarats 2019, Quasi-hyperbolic Momentum and Adam for Deep Learning',
    url: 'https://arxiv.org/abs/1810.06801',
  },
  why: text(
    'Adam in which the present gradient is mixed once more into the mean, and its square into the mean of squares. A very slow mean can then average away noise without making the step late.',
    '在 Adam 的均值里再混入当前梯度，在平方均值里再混入当前平方。这样，很慢的均值既能平滑噪声，又不会让步子迟到。',
  ),
  rules: {
    paper: defineRule({
      hyper: [
        learningRate(0.001),
        beta1(0.995),
        beta2(0.999),
        share('nu1', '\\nu_1', text('weight of the mean', '均值的权重'), 0.7),
        share('nu2', '\\nu_2', text('weight of the mean of squares', '平方均值的权重'), 1),
        epsilon(1e-8),
      ],
      slots: [meanSlot, squareSlot('s')],
      program: `
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        mHat = m / (1 - beta1**t)
        sHat = s / (1 - beta2**t)
        w -= lr * ((1 - nu1) * g + nu1 * mHat) / (sqrt((1 - nu2) * g**2 + nu2 * sHat) + epsilon)
      `,
    }),
  },
}
