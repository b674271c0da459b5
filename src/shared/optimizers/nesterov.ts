import { learningRate, momentumShare, velocitySlot, weightDecay } from './hyper.ts'
import { defineRule, type HyperValues, type Optimizer } from './types.ts'

/** PyTorch refuses it without momentum. */
const when = ({ momentum: mu }: HyperValues): boolean => mu !== 0

/** The form every framework uses: the gradient is taken here, and the velocity applied once more. */
export const nesterov: Optimizer = {
  id: 'nesterov',
  name: 'Nesterov',
  group: 'momentum',
  paper: {
    citation:
      'Nesterov 1983, A Method for Solving the Convex Programming Problem with Convergence Rate O(1/k²); in this form Sutskever et al. 2013',
    url: 'https://proceedings.mlr.press/v28/sutskever13.html',
  },
  why: {
    en: 'It is momentum that looks ahead: the step already counts in where the speed will carry it next. When the gradient turns round it brakes one step earlier, so it overshoots less than plain momentum.',
    'zh-CN':
      '它是会“向前看”的动量法：这一步已经把速度下一步会带来的位移算了进去。梯度一旦反向，它能早一步减速，因此比普通动量法更少冲过头。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [learningRate(0.02), momentumShare(0.9)],
      slots: [velocitySlot],
      program: `
        v = momentum * v + g
        w -= lr * (g + momentum * v)
      `,
      frameworks: {
        pytorch: {
          name: 'SGD',
          arguments: { lr: 'lr', momentum: 'momentum', nesterov: true },
          when,
        },
      },
      rateLimit: (curvature, { momentum: mu }) => (2 * (1 + mu)) / (curvature * (1 + 2 * mu)),
    }),
    pytorch: defineRule({
      hyper: [learningRate(0.001), momentumShare(0.9), weightDecay(0)],
      slots: [velocitySlot],
      program: `
        if weightDecay: g += weightDecay * w
        v = momentum * v + g
        w -= lr * (g + momentum * v)
      `,
      frameworks: {
        pytorch: {
          name: 'SGD',
          arguments: {
            lr: 'lr',
            momentum: 'momentum',
            weight_decay: 'weightDecay',
            nesterov: true,
          },
          when,
        },
      },
      rateLimit: (curvature, { momentum: mu }) => (2 * (1 + mu)) / (curvature * (1 + 2 * mu)),
    }),
    keras: defineRule({
      hyper: [learningRate(0.01), momentumShare(0.9)],
      slots: [velocitySlot],
      program: `
        v = momentum * v - lr * g
        w += momentum * v - lr * g
      `,
      frameworks: {
        keras: {
          name: 'SGD',
          arguments: { learning_rate: 'lr', momentum: 'momentum', nesterov: true },
        },
      },
      rateLimit: (curvature, { momentum: mu }) => (2 * (1 + mu)) / (curvature * (1 + 2 * mu)),
    }),
  },
}
