import { amount, learningRate, text, weightDecay } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const adafactor: Optimizer = {
  id: 'adafactor',
  name: 'Adafactor',
  group: 'matrix',
  paper: {
    citation: 'Shazeer & Stern 2018, Adafactor: Adaptive Learning Rates with Sublinear Memory Cost',
    url: 'https://arxiv.org/abs/1804.04235',
  },
  why: text(
    'Adam’s squares of a matrix kept as one number a row and one a column, whose product stands in for them. The step is a share of the tensor’s own size, and its root mean square is bounded.',
    '矩阵的梯度平方只按每行一个数、每列一个数保存，用它们的乘积来代替。步长是张量自身大小的一个比例，其均方根有上限。',
  ),
  rules: {
    pytorch: defineRule({
      hyper: [
        learningRate(0.01),
        {
          key: 'beta2Decay',
          symbol: '\\tau',
          label: text('power of the decay', '衰减的幂'),
          default: -0.8,
          range: { minimum: -10, maximum: 0 },
        },
        amount(
          'epsilon1',
          '\\epsilon_1',
          text('smallest root of a square', '平方根的下限'),
          Number.EPSILON,
        ),
        amount(
          'epsilon2',
          '\\epsilon_2',
          text('smallest size of a tensor', '张量大小的下限'),
          0.001,
        ),
        amount('d', 'd', text('bound of the step', '步长的上限'), 1, 0, true),
        weightDecay(0.0),
      ],
      slots: [
        {
          key: 'r',
          symbol: 'r',
          meaning: text(
            'moving mean of squares of each row; of a vector, of each element',
            '每行平方的滑动平均；向量则为每个元素',
          ),
        },
        {
          key: 'c',
          symbol: 'c',
          meaning: text('moving mean of squares of each column', '每列平方的滑动平均'),
        },
      ],
      symbols: { keep: '\\hat\\beta_t' },
      program: `
        rate = max(epsilon2, sqrt(mean(w**2))) * min(lr, 1 / sqrt(t))
        if weightDecay: w *= 1 - lr * weightDecay
        keep = 1 - t**beta2Decay
        if matrix:
            r = keep * r + (1 - keep) * row_mean(g**2)
            c = keep * c + (1 - keep) * column_mean(g**2)
            v = r * c / max(mean(r), epsilon1)
        else:
            r = keep * r + (1 - keep) * g**2
            v = r
        u = g / sqrt(max(v, epsilon1**2))
        w -= rate / max(1, sqrt(mean(u**2)) / d) * u
      `,
    }),
  },
}
