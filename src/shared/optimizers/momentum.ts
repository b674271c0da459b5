import { amount, learningRate, momentumShare, text, velocitySlot, weightDecay } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const momentum: Optimizer = {
  id: 'momentum',
  name: 'Momentum',
  group: 'momentum',
  paper: {
    citation: 'Polyak 1964, Some Methods of Speeding Up the Convergence of Iteration Methods',
    url: 'https://doi.org/10.1016/0041-5553(64)90137-5',
  },
  why: {
    en: 'It moves by a sum of past gradients in which older ones fade, so steady directions build up speed and those that keep changing sign cancel. In a ravine it therefore runs along the floor instead of bouncing between the walls.',
    'zh-CN':
      '它沿着逐渐淡出的历史梯度之和移动：方向一致的分量不断加速，来回变号的分量相互抵消。因此在峡谷中它会顺着谷底前进，而不是在两壁之间来回弹跳。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [learningRate(0.02), momentumShare(0.9)],
      slots: [velocitySlot],
      program: `
        v = momentum * v + g
        w -= lr * v
      `,
      frameworks: {
        pytorch: { name: 'SGD', arguments: { lr: 'lr', momentum: 'momentum' } },
      },
      rateLimit: (curvature, { momentum: mu }) => (2 * (1 + mu)) / curvature,
    }),
    // The first gradient enters undamped: v starts as g, not as (1 − dampening) g.
    pytorch: defineRule({
      hyper: [
        learningRate(0.001),
        momentumShare(0.9),
        amount('dampening', '\\tau', text('dampening', '阻尼'), 0),
        weightDecay(0),
      ],
      slots: [velocitySlot],
      symbols: { share: '\\theta_t' },
      program: `
        if weightDecay: g += weightDecay * w
        if dampening:
            share = where(t > 1, 1 - dampening, 1)
            v = momentum * v + share * g
        else:
            v = momentum * v + g
        w -= lr * v
      `,
      frameworks: {
        pytorch: {
          name: 'SGD',
          arguments: {
            lr: 'lr',
            momentum: 'momentum',
            dampening: 'dampening',
            weight_decay: 'weightDecay',
          },
          // Without momentum it does not dampen either.
          when: ({ momentum: mu, dampening }) => mu !== 0 || dampening === 0,
        },
      },
      rateLimit: (curvature, { momentum: mu }) => (2 * (1 + mu)) / curvature,
    }),
    // The rate is folded into the velocity: a changed rate acts on new gradients only.
    keras: defineRule({
      hyper: [learningRate(0.01), momentumShare(0.9)],
      slots: [velocitySlot],
      program: `
        v = momentum * v - lr * g
        w += v
      `,
      frameworks: {
        keras: { name: 'SGD', arguments: { learning_rate: 'lr', momentum: 'momentum' } },
      },
      rateLimit: (curvature, { momentum: mu }) => (2 * (1 + mu)) / curvature,
    }),
  },
}
