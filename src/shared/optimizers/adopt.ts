import { beta1, beta2, epsilon, learningRate, squareSlot, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const adopt: Optimizer = {
  id: 'adopt',
  name: 'ADOPT',
  group: 'adaptive',
  paper: {
    citation:
      'Taniguchi et al. 2024, ADOPT: Modified Adam Can Converge with Any β₂ with the Optimal Rate',
    url: 'https://arxiv.org/abs/2411.02853',
  },
  why: text(
    'Adam in another order: each gradient is divided by the squares of earlier steps only, then enters the mean. A gradient no longer shrinks itself, so it converges for every decay of the squares; the first step only looks.',
    '把 Adam 的次序换一下：梯度只除以之前各步的平方，再进入均值。梯度不会再缩小自己，因此平方的任何衰减率下都能收敛；第一步只观察，不移动。',
  ),
  rules: {
    optax: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.9999), epsilon(1e-6)],
      slots: [
        {
          key: 'm',
          symbol: 'm',
          meaning: text('moving mean of normalised gradients', '归一化梯度的滑动平均'),
        },
        squareSlot('s'),
      ],
      symbols: { most: 'c_t' },
      program: `
        most = (t - 1)**0.25
        u = clip(g / max(sqrt(s), epsilon), -most, most)
        m = beta1 * m + (1 - beta1) * u
        s = where(t > 1, beta2 * s + (1 - beta2) * g**2, g**2)
        w -= lr * m
      `,
    }),
  },
}
