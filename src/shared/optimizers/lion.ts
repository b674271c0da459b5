import { beta1, beta2, learningRate, meanSlot, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const lion: Optimizer = {
  id: 'lion',
  name: 'Lion',
  group: 'sign',
  paper: {
    citation: 'Chen et al. 2023, Symbolic Discovery of Optimization Algorithms',
    url: 'https://arxiv.org/abs/2302.06675',
  },
  why: text(
    'Every parameter moves by exactly one learning rate; only the direction is decided, by a vote of the new gradient and its mean. So it wants a rate several times smaller than Adam’s, and circles a minimum it cannot step into.',
    '每个参数每步恰好移动一个学习率，只由新梯度与其均值投票决定方向。因此它的学习率应比 Adam 小数倍，并会在迈不进去的极小点旁打转。',
  ),
  rules: {
    keras: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.99)],
      slots: [meanSlot],
      program: `
        c = beta1 * m + (1 - beta1) * g
        w -= lr * sign(c)
        m = beta2 * m + (1 - beta2) * g
      `,
      frameworks: {
        keras: {
          name: 'Lion',
          arguments: { learning_rate: 'lr', beta_1: 'beta1', beta_2: 'beta2' },
          when: ({ beta1: a }) => a !== 0,
        },
      },
    }),
  },
}
