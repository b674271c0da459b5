import { learningRate, momentumShare, velocity } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

/**
 * Nesterov's accelerated gradient, rewritten so that the gradient is taken where the parameters
 * are: the looked-ahead point is what is stored. Sutskever et al. 2013 give the equivalence; the
 * step is PyTorch's `p −= lr·(g + μv)` with `v = μv + g`.
 */
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
      slots: [velocity],
      formula: ({ p, pNext, v, vNext, g, lr, momentum }) => [
        `${vNext} = ${momentum} \\cdot ${v} + ${g}`,
        `${pNext} = ${p} - ${lr} \\cdot (${g} + ${momentum} \\cdot ${vNext})`,
      ],
      code: 'v = momentum * v + g\nw -= lr * (g + momentum * v)',
      step(parameters, gradients, { v }, { lr, momentum }) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const speed = momentum * v[i]! + g
          v[i] = speed
          parameters[i]! -= lr * (g + momentum * speed)
        }
      },
    }),
  },
}
