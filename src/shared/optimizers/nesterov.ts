import { decayed, learningRate, momentumShare, text, velocitySlot, weightDecay } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

/** The form every framework uses: the gradient is taken here, and the velocity applied once more. */
export const nesterov: Optimizer = {
  id: 'nesterov',
  name: 'Nesterov',
  paper: {
    citation:
      'Nesterov 1983; Sutskever et al. 2013, On the Importance of Initialization and Momentum',
    url: 'https://proceedings.mlr.press/v28/sutskever13.html',
  },
  why: text(
    'Like momentum, but the step already counts on where the velocity is going. That brakes earlier in front of a rise, so it overshoots less at the same speed.',
    '与动量法相似，但这一步已把速度将要带来的位移算进去。面对上坡它刹得更早，同样快却更少冲过头。',
  ),
  rules: {
    tutorial: defineRule({
      hyper: [learningRate(0.02), momentumShare(0.9)],
      slots: [velocitySlot],
      formula: ({ p, pNext, v, vNext, g, lr, momentum: mu }) => [
        `${vNext} = ${mu} \\cdot ${v} + ${g}`,
        `${pNext} = ${p} - ${lr} \\cdot (${g} + ${mu} \\cdot ${vNext})`,
      ],
      code: 'v = mu * v + g\nw -= lr * (g + mu * v)',
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
      code: 'g = g + weight_decay * w\nv = mu * v + g\nw -= lr * (g + mu * v)',
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
      code: 'v = mu * v - lr * g\nw += mu * v - lr * g',
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
