import { amount, beta1, beta2, epsilon, learningRate, meanSlot, squareSlot, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const adabound: Optimizer = {
  id: 'adabound',
  name: 'AdaBound',
  group: 'adaptive',
  paper: {
    citation: 'Luo et al. 2019, Adaptive Gradient Methods with Dynamic Bound of Learning Rate',
    url: 'https://arxiv.org/abs/1902.09843',
  },
  why: text(
    'Adam whose effective rates are clipped between two bounds that close in on one final rate. It starts as Adam and ends as SGD with momentum.',
    '把 Adam 的有效学习率夹在上下两个界之间，而两个界逐渐收拢到同一个最终学习率。它起步像 Adam，结束像带动量的 SGD。',
  ),
  rules: {
    paper: defineRule({
      hyper: [
        learningRate(0.001),
        beta1(0.9),
        beta2(0.999),
        epsilon(1e-8),
        amount('finalRate', '\\eta^*', text('rate at the end', '最终学习率'), 0.1, 0, true),
        amount('gamma', '\\gamma', text('pace of the bounds', '上下界收拢的快慢'), 0.001, 0, true),
      ],
      slots: [meanSlot, squareSlot('s')],
      symbols: { low: '\\eta^-_t', high: '\\eta^+_t' },
      program: `
        rate = lr * sqrt(1 - beta2**t) / (1 - beta1**t)
        low = finalRate * (1 - 1 / (gamma * t + 1))
        high = finalRate * (1 + 1 / (gamma * t))
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        w -= clip(rate / (sqrt(s) + epsilon), low, high) * m
      `,
    }),
  },
}
