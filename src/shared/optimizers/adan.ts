import { decay, epsilon, learningRate, meanSlot, text, weightDecay } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

/** Its shares say how much of the new enters, where other rules say how much of the old stays. */
export const adan: Optimizer = {
  id: 'adan',
  name: 'Adan',
  paper: {
    citation: 'Xie et al. 2022, Adan: Adaptive Nesterov Momentum Algorithm, algorithm 1',
    url: 'https://arxiv.org/abs/2208.06677',
  },
  why: text(
    'It keeps a mean of gradients and a mean of how they change, and steps by both: the change foretells the next gradient, as Nesterov’s look-ahead would. The root mean square it divides by is that of the foretold gradient.',
    '它同时保存梯度的均值与梯度变化的均值，并按两者迈步：变化预示了下一个梯度，相当于 Nesterov 的前瞻。它除以的均方根，也是这个预估梯度的均方根。',
  ),
  rules: {
    paper: defineRule({
      hyper: [
        learningRate(0.001),
        decay('beta1', '\\beta_1', text('share of a new gradient', '新梯度的占比'), 0.02),
        decay('beta2', '\\beta_2', text('share of a new change', '新变化的占比'), 0.08),
        decay('beta3', '\\beta_3', text('share of a new square', '新平方的占比'), 0.01),
        epsilon(1e-8),
        weightDecay(0.02),
      ],
      slots: [
        meanSlot,
        { key: 'v', symbol: 'v', meaning: text('mean of gradient changes', '梯度变化的均值') },
        {
          key: 'n',
          symbol: 'n',
          meaning: text('mean of squared foretold gradients', '预估梯度平方的均值'),
        },
        { key: 'z', symbol: 'z', meaning: text('gradient of the step before', '上一步的梯度') },
      ],
      terms: [
        { key: 'c', symbol: 'c_t', value: ({ g, z, t }) => (t === 1 ? 0 : g! - z!) },
        { key: 'h', symbol: 'h_t', value: ({ g, c, beta2 }) => g! + (1 - beta2!) * c! },
      ],
      formula: ({
        p,
        pNext,
        m,
        mNext,
        v,
        vNext,
        n,
        nNext,
        z,
        zNext,
        g,
        c,
        h,
        lr,
        beta1: a,
        beta2: b,
        beta3: d,
        epsilon: eps,
        weightDecay: lambda,
      }) => [
        `${c} = ${g} - ${z} \\qquad ${h} = ${g} + (1 - ${b}) \\cdot ${c}`,
        `${mNext} = (1 - ${a}) \\cdot ${m} + ${a} \\cdot ${g}`,
        `${vNext} = (1 - ${b}) \\cdot ${v} + ${b} \\cdot ${c}`,
        `${nNext} = (1 - ${d}) \\cdot ${n} + ${d} \\cdot ${h}^2`,
        `${pNext} = \\frac{1}{1 + ${lr} \\cdot ${lambda}} \\left(${p} - ${lr} \\cdot \\frac{${mNext} + (1 - ${b}) \\cdot ${vNext}}{\\sqrt{${nNext}} + ${eps}}\\right)`,
        `${zNext} = ${g}`,
      ],
      code: 'c = g - z if t > 1 else 0\nm = (1 - b1) * m + b1 * g if t > 1 else g\nv = (1 - b2) * v + b2 * c\nh = g + (1 - b2) * c\nn = (1 - b3) * n + b3 * h**2 if t > 1 else h**2\nw = (w - lr * (m + (1 - b2) * v) / (sqrt(n) + eps)) / (1 + lr * weight_decay)\nz = g',
      step(
        parameters,
        gradients,
        { m, v, n, z },
        { lr, beta1: a, beta2: b, beta3: d, epsilon: eps, weightDecay: lambda },
        t,
      ) {
        // The means start as the first gradient, so that no correction for a start at 0 is needed.
        const first = t === 1
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const change = first ? 0 : g - z[i]!
          const foretold = g + (1 - b) * change
          const mean = first ? g : (1 - a) * m[i]! + a * g
          const drift = (1 - b) * v[i]! + b * change
          const square = first ? foretold * foretold : (1 - d) * n[i]! + d * foretold * foretold
          m[i] = mean
          v[i] = drift
          n[i] = square
          z[i] = g
          parameters[i] =
            (parameters[i]! - (lr * (mean + (1 - b) * drift)) / (Math.sqrt(square) + eps)) /
            (1 + lr * lambda)
        }
      },
    }),
  },
}
