import { amount, learningRate, text, weightDecay } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const asgd: Optimizer = {
  id: 'asgd',
  name: 'ASGD',
  group: 'firstOrder',
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
      program: `
        if weightDecay: g += weightDecay * w
        rate = lr / (1 + lambd * lr * (t - 1))**alpha
        mu = 1 / max(1, t - 1 - t0)
        w = w * (1 - lambd * rate) - rate * g
        a += mu * (w - a)
      `,
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
    }),
  },
}
