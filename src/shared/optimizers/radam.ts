import {
  beta1,
  beta2,
  epsilon,
  learningRate,
  meanSlot,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'

import { defineRule, type Optimizer } from './types.ts'

export const radam: Optimizer = {
  id: 'radam',
  name: 'RAdam',
  group: 'adaptive',
  paper: {
    citation: 'Liu et al. 2020, On the Variance of the Adaptive Learning Rate and Beyond',
    url: 'https://arxiv.org/abs/1908.03265',
  },
  why: text(
    'Adam’s first steps rest on squares of only a few gradients and are wild. RAdam walks with plain momentum until it has seen enough, then lets the scaling in by degrees, as a warm-up would.',
    'Adam 的最初几步只依据寥寥几个梯度的平方，摆动很大。RAdam 先用普通动量行走，看够之后才逐步启用缩放，相当于预热。',
  ),
  rules: {
    pytorch: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-8), weightDecay(0)],
      slots: [meanSlot, squareSlot('s')],
      symbols: { most: '\\rho_\\infty', scale: '\\theta_t' },
      program: `
        if weightDecay: g += weightDecay * w
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        most = 2 / (1 - beta2) - 1
        rho = most - 2 * t * beta2**t / (1 - beta2**t)
        r = where(rho > 5, sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho)), 0)
        scale = where(rho > 5, r * sqrt(1 - beta2**t) / (sqrt(s) + epsilon), 1)
        w -= lr * m / (1 - beta1**t) * scale
      `,
      frameworks: {
        pytorch: {
          name: 'RAdam',
          arguments: {
            lr: 'lr',
            betas: ['beta1', 'beta2'],
            eps: 'epsilon',
            weight_decay: 'weightDecay',
          },
        },
      },
    }),
  },
}
