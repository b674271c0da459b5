import {
  decayed,
  decayLine,
  learningRate,
  momentumShare,
  velocitySlot,
  weightDecay,
} from './hyper.ts'
import { defineRule, type HyperValues, type Optimizer } from './types.ts'

/** PyTorch refuses it without momentum. */
const when = ({ momentum: mu }: HyperValues): boolean => mu !== 0

/** The form every framework uses: the gradient is taken here, and the velocity applied once more. */
export const nesterov: Optimizer = {
  id: 'nesterov',
  name: 'Nesterov',
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
      formula: ({ p, pNext, v, vNext, g, lr, momentum: mu }) => [
        `${vNext} = ${mu} \\cdot ${v} + ${g}`,
        `${pNext} = ${p} - ${lr} \\cdot (${g} + ${mu} \\cdot ${vNext})`,
      ],
      code: 'v = momentum * v + g\nw -= lr * (g + momentum * v)',
      frameworks: {
        pytorch: {
          name: 'SGD',
          arguments: { lr: 'lr', momentum: 'momentum', nesterov: true },
          when,
        },
      },
      rateLimit: (curvature, { momentum: mu }) => (2 * (1 + mu)) / (curvature * (1 + 2 * mu)),
      step(parameters, gradients, { v }, { lr, momentum: mu }) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const velocity = mu * v[i]! + g
          v[i] = velocity
          parameters[i]! -= lr * (g + mu * velocity)
        }
      },
    }),
    pytorch: defineRule({
      hyper: [learningRate(0.001), momentumShare(0.9), weightDecay(0)],
      slots: [velocitySlot],
      terms: [decayed],
      formula: ({ p, pNext, v, vNext, g, d, lr, momentum: mu, weightDecay: lambda }, hyper) => {
        const gradient = hyper.weightDecay ? d : g
        return [
          ...(hyper.weightDecay ? [`${d} = ${g} + ${lambda} \\cdot ${p}`] : []),
          `${vNext} = ${mu} \\cdot ${v} + ${gradient}`,
          `${pNext} = ${p} - ${lr} \\cdot (${gradient} + ${mu} \\cdot ${vNext})`,
        ]
      },
      code: (hyper) => `${decayLine(hyper)}v = momentum * v + g\nw -= lr * (g + momentum * v)`,
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
      step(parameters, gradients, { v }, { lr, momentum: mu, weightDecay: lambda }) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]! + lambda * parameters[i]!
          const velocity = mu * v[i]! + g
          v[i] = velocity
          parameters[i]! -= lr * (g + mu * velocity)
        }
      },
    }),
    keras: defineRule({
      hyper: [learningRate(0.01), momentumShare(0.9)],
      slots: [velocitySlot],
      formula: ({ p, pNext, v, vNext, g, lr, momentum: mu }) => [
        `${vNext} = ${mu} \\cdot ${v} - ${lr} \\cdot ${g}`,
        `${pNext} = ${p} + ${mu} \\cdot ${vNext} - ${lr} \\cdot ${g}`,
      ],
      code: 'v = momentum * v - lr * g\nw += momentum * v - lr * g',
      frameworks: {
        keras: {
          name: 'SGD',
          arguments: { learning_rate: 'lr', momentum: 'momentum', nesterov: true },
        },
      },
      rateLimit: (curvature, { momentum: mu }) => (2 * (1 + mu)) / (curvature * (1 + 2 * mu)),
      step(parameters, gradients, { v }, { lr, momentum: mu }) {
        for (let i = 0; i < parameters.length; i++) {
          const pull = lr * gradients[i]!
          const velocity = mu * v[i]! - pull
          v[i] = velocity
          parameters[i]! += mu * velocity - pull
        }
      },
    }),
  },
}
