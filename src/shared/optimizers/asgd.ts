import { amount, decayed, decayLine, learningRate, text, weightDecay } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

/** The rate of step t; it falls only slowly at the default decay. */
function rateAt(lr: number, lambd: number, alpha: number, t: number): number {
  return lr / (1 + lambd * lr * (t - 1)) ** alpha
}

export const asgd: Optimizer = {
  id: 'asgd',
  name: 'ASGD',
  paper: {
    citation: 'Polyak & Juditsky 1992, Acceleration of Stochastic Approximation by Averaging',
    url: 'https://doi.org/10.1137/0330046',
  },
  why: text(
    'Plain descent that also keeps the average of where it has been; the average jitters far less than the walker. The walker itself moves as SGD does, a little damped.',
    '普通随机梯度下降，同时保存走过位置的平均；平均点的抖动小得多。行走本身与 SGD 几乎一样，只略带阻尼。',
  ),
  rules: {
    pytorch: defineRule({
      hyper: [
        learningRate(0.01),
        amount('lambd', '\\kappa', text('decay term', '衰减项'), 1e-4),
        amount('alpha', '\\alpha', text('power of the rate’s decay', '学习率衰减的幂'), 0.75),
        amount('t0', 't_0', text('step at which averaging starts', '开始取平均的步'), 1e6),
        weightDecay(0),
      ],
      slots: [
        { key: 'a', symbol: '\\bar w', meaning: text('average of the parameter', '参数的平均') },
      ],
      terms: [
        decayed,
        {
          key: 'rate',
          symbol: '\\eta_t',
          value: ({ lr, lambd, alpha, t }) => rateAt(lr!, lambd!, alpha!, t!),
        },
        { key: 'mu', symbol: '\\mu_t', value: ({ t, t0 }) => averaging(t!, t0!) },
      ],
      formula: (
        { p, pNext, a, aNext, g, d, t, lr, alpha, t0, rate, mu, lambd, weightDecay: lambda },
        hyper,
      ) => [
        ...(hyper.weightDecay ? [`${d} = ${g} + ${lambda} \\cdot ${p}`] : []),
        `${rate} = \\frac{${lr}}{(1 + ${lambd} \\cdot ${lr} \\cdot (${t} - 1))^{${alpha}}} \\qquad ${mu} = \\frac{1}{\\max(1,\\; ${t} - 1 - ${t0})}`,
        `${pNext} = ${p} \\cdot (1 - ${lambd} \\cdot ${rate}) - ${rate} \\cdot ${hyper.weightDecay ? d : g}`,
        `${aNext} = ${a} + ${mu} \\cdot (${pNext} - ${a})`,
      ],
      code: (hyper) =>
        `${decayLine(hyper)}rate = lr / (1 + lambd * lr * (t - 1))**alpha\nw = w * (1 - lambd * rate) - rate * g\na += (w - a) / max(1, t - 1 - t0)`,
      frameworks: {
        pytorch: {
          name: 'ASGD',
          arguments: {
            lr: 'lr',
            lambd: 'lambd',
            alpha: 'alpha',
            t0: 't0',
            weight_decay: 'weightDecay',
          },
          constantRate: true,
        },
      },
      step(parameters, gradients, { a }, { lr, lambd, alpha, t0, weightDecay: lambda }, t) {
        const rate = rateAt(lr, lambd, alpha, t)
        const share = averaging(t, t0)
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]! + lambda * parameters[i]!
          const moved = parameters[i]! * (1 - lambd * rate) - rate * g
          parameters[i] = moved
          a[i]! += share * (moved - a[i]!)
        }
      },
    }),
  },
}

/** How much the newest point weighs in the average: all of it until averaging starts. */
function averaging(t: number, t0: number): number {
  return 1 / Math.max(1, t - 1 - t0)
}
