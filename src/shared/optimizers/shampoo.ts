import { amount, epsilon, learningRate, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const shampoo: Optimizer = {
  id: 'shampoo',
  name: 'Shampoo',
  group: 'matrix',
  paper: {
    citation: 'Gupta, Koren & Singer 2018, Shampoo: Preconditioned Stochastic Tensor Optimization',
    url: 'https://arxiv.org/abs/1802.09568',
  },
  why: text(
    'Adagrad for matrices: the gradient is divided by roots of what its rows, and its columns, have been to each other so far, so that directions count instead of single weights. A root takes as long as many steps of other rules, and need not be taken in every one.',
    '矩阵版的 Adagrad：梯度除以各行之间、各列之间累积乘积的根，起作用的是方向而不是单个权重。求一次根的耗时相当于其他规则的许多步，因此不必每步都求。',
  ),
  rules: {
    paper: defineRule({
      hyper: [
        learningRate(0.1),
        {
          ...epsilon(1e-4),
          label: text('where the sums start', '累积和的起点'),
          range: { minimum: 0, maximum: 1e9, exclusive: 'minimum' },
        },
        amount('interval', 'k', text('steps from one root to the next', '求根的间隔步数'), 1, 1),
      ],
      slots: [
        {
          key: 'l',
          symbol: 'L',
          meaning: text('sum of products of each two rows', '每两行乘积的累积和'),
          initial: 'epsilon',
          square: 'rows',
        },
        {
          key: 'r',
          symbol: 'R',
          meaning: text(
            'sum of products of each two columns; of a vector, of each two elements',
            '每两列乘积的累积和；向量则为每两个元素',
          ),
          initial: 'epsilon',
          square: 'columns',
        },
        { key: 'p', symbol: 'P', meaning: text('root of L', 'L 的根'), square: 'rows' },
        { key: 'q', symbol: 'Q', meaning: text('root of R', 'R 的根'), square: 'columns' },
      ],
      program: `
        if matrix:
            l += g @ g.T
            r += g.T @ g
            p = where((t - 1) % interval == 0, inverse_root(l, 4), p)
            q = where((t - 1) % interval == 0, inverse_root(r, 4), q)
            w -= lr * p @ g @ q
        else:
            r += outer(g, g)
            q = where((t - 1) % interval == 0, inverse_root(r, 2), q)
            w -= lr * g @ q
      `,
    }),
  },
}
