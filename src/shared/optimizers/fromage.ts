import { amount, learningRate, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const fromage: Optimizer = {
  id: 'fromage',
  name: 'Fromage',
  group: 'layerWise',
  paper: {
    citation:
      'Bernstein et al. 2020, On the Distance between Two Neural Networks and the Stability of Learning',
    url: 'https://arxiv.org/abs/2002.03432',
  },
  why: text(
    'Every tensor moves by the same share of its own norm, in the direction of its gradient, and is then scaled back so that it cannot grow. One rate serves layers of very different sizes.',
    '每个张量都沿梯度方向移动自身范数的同一比例，然后缩放回来，使其不会增长。同一个学习率适用于大小悬殊的各层。',
  ),
  rules: {
    optax: defineRule({
      hyper: [
        learningRate(0.01),
        amount('minimumNorm', 'n_{\\min}', text('smallest norm', '最小范数'), 1e-6),
      ],
      slots: [],
      symbols: { ratio: '\\phi_t' },
      program: `
        ratio = max(norm(w), minimumNorm) / max(norm(g), minimumNorm)
        w = (w - lr * ratio * g) / sqrt(1 + lr**2)
      `,
    }),
  },
}
