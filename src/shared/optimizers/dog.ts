import { amount, epsilon, learningRate, startSlot, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const dog: Optimizer = {
  id: 'dog',
  name: 'DoG',
  group: 'parameterFree',
  paper: {
    citation:
      'Ivgi, Hinder & Carmon 2023, DoG is SGD’s Best Friend: A Parameter-Free Dynamic Step Size Schedule',
    url: 'https://arxiv.org/abs/2302.12022',
  },
  why: text(
    'SGD whose rate is the largest distance from the start so far, over the root of the sum of all squared gradients. It needs no learning rate: a tiny first step, then it speeds up until it no longer gets further away.',
    '学习率取“迄今离起点的最大距离”除以“全部梯度平方和的平方根”的 SGD。它不需要学习率：第一步很小，随后加速，直到不再离起点更远。',
  ),
  rules: {
    optax: defineRule({
      hyper: [
        learningRate(1),
        amount(
          'initialDistance',
          'r_\\epsilon',
          text('distance at the start', '初始距离'),
          1e-6,
          0,
          true,
        ),
        epsilon(1e-8),
      ],
      slots: [
        {
          key: 'r',
          symbol: '\\bar r',
          meaning: text('largest distance from the start so far', '迄今离起点的最大距离'),
        },
        {
          key: 's',
          symbol: 'G',
          meaning: text('sum of all squared gradients', '全部梯度平方之和'),
        },
        startSlot,
      ],
      symbols: { first: 'r_0' },
      program: `
        first = initialDistance * (1 + global_norm(w))
        r = max(where(t > 1, r, first), global_norm(x0 - w))
        s += global_sum(g**2)
        w -= lr * r / sqrt(s + epsilon) * g
      `,
    }),
  },
}
