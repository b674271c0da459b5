import { learningRate, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const signSgd: Optimizer = {
  id: 'sign-sgd',
  name: 'Sign-SGD',
  group: 'sign',
  paper: {
    citation: 'Bernstein et al. 2018, signSGD: Compressed Optimisation for Non-Convex Problems',
    url: 'https://arxiv.org/abs/1802.04434',
  },
  why: text(
    'Every parameter moves by exactly one learning rate, against the sign of its gradient. The size of the gradient does not matter, so steep and flat directions move alike, and near a minimum it cannot slow down.',
    '每个参数都按梯度符号的反方向移动恰好一个学习率。梯度大小不起作用，陡与平的方向步幅相同，而在极小点附近它也无法减速。',
  ),
  rules: {
    optax: defineRule({
      hyper: [learningRate(0.001)],
      slots: [],
      program: `
        w -= lr * sign(g)
      `,
    }),
  },
}
