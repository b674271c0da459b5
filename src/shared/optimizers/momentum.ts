import { learningRate, momentumShare, velocity } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const momentum: Optimizer = {
  id: 'momentum',
  name: 'Momentum',
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
      slots: [velocity],
      formula: ({ p, pNext, v, vNext, g, lr, momentum }) => [
        `${vNext} = ${momentum} \\cdot ${v} + ${g}`,
        `${pNext} = ${p} - ${lr} \\cdot ${vNext}`,
      ],
      code: 'v = momentum * v + g\nw -= lr * v',
      step(parameters, gradients, { v }, { lr, momentum }) {
        for (let i = 0; i < parameters.length; i++) {
          const speed = momentum * v[i]! + gradients[i]!
          v[i] = speed
          parameters[i]! -= lr * speed
        }
      },
    }),
  },
}
