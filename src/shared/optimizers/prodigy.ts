import {
  amount,
  beta1,
  beta2,
  epsilon,
  learningRate,
  meanSlot,
  squareSlot,
  startSlot,
  text,
} from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const prodigy: Optimizer = {
  id: 'prodigy',
  name: 'Prodigy',
  group: 'parameterFree',
  paper: {
    citation:
      'Mishchenko & Defazio 2023, Prodigy: An Expeditiously Adaptive Parameter-Free Learner',
    url: 'https://arxiv.org/abs/2306.06101',
  },
  why: text(
    'Adam that finds its own learning rate: it estimates how far the solution lies from the start, from how well gradients point back there, and never lowers the estimate. It begins with almost no step and grows fast.',
    '能自己找学习率的 Adam：根据梯度指回起点的程度，估计解离起点有多远，且估计值只增不减。它起初几乎不动，随后迅速加快。',
  ),
  rules: {
    optax: defineRule({
      hyper: [
        learningRate(1),
        beta1(0.9),
        beta2(0.999),
        epsilon(1e-8),
        amount('initialDistance', 'd_0', text('distance at the start', '初始距离'), 1e-6, 0, true),
        amount('growth', '\\gamma', text('weight of the estimate', '估计的权重'), 1),
      ],
      slots: [
        meanSlot,
        squareSlot('s'),
        {
          key: 'd',
          symbol: 'd',
          meaning: text('estimated distance to the solution', '到解的估计距离'),
          initial: 'initialDistance',
        },
        {
          key: 'r',
          symbol: 'r',
          meaning: text('how far gradients point back to the start', '梯度指回起点的程度'),
        },
        { key: 'q', symbol: 'q', meaning: text('weighted sum of gradients', '梯度的加权和') },
        startSlot,
      ],
      program: `
        rate = d * lr * sqrt(1 - beta2**t) / (1 - beta1**t)
        m = beta1 * m + (1 - beta1) * d * g
        s = beta2 * s + (1 - beta2) * (d * g)**2
        r = sqrt(beta2) * r + d / initialDistance * rate * global_sum(g * (x0 - w))
        q = sqrt(beta2) * q + d / initialDistance * rate * g
        d = max(d, growth * r / global_sum(abs(q)))
        w -= rate * m / (sqrt(s) + d * epsilon)
      `,
    }),
  },
}
