import { correctedMean } from './adam.ts'
import {
  beta1,
  beta2,
  decayed,
  decayLine,
  epsilon,
  learningRate,
  meanSlot,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'
import { powerOf } from './powers.ts'
import { defineRule, type Optimizer, type Term } from './types.ts'

/** How many gradients the average of squares rests on, as an equivalent simple mean. */
function samples(decay: number, t: number): number {
  return 2 / (1 - decay) - 1 - (2 * t * powerOf(decay, t)) / (1 - powerOf(decay, t))
}

/** The rectification; 0 while the variance cannot be told, and then the step is not scaled at all. */
function rectify(decay: number, t: number): number {
  const known = samples(decay, t)
  if (known <= 5) return 0
  const most = 2 / (1 - decay) - 1
  return Math.sqrt(((known - 4) * (known - 2) * most) / ((most - 4) * (most - 2) * known))
}

const known: Term = {
  key: 'rho',
  symbol: '\\rho_t',
  value: ({ beta2: b, t }) => samples(b!, t!),
}

const rectification: Term = {
  key: 'r',
  symbol: 'r_t',
  value: ({ beta2: b, t }) => rectify(b!, t!),
}

export const radam: Optimizer = {
  id: 'radam',
  name: 'RAdam',
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
      terms: [decayed, correctedMean, known, rectification],
      formula: (
        {
          p,
          pNext,
          m,
          mNext,
          s,
          sNext,
          g,
          d,
          t,
          lr,
          beta1: a,
          beta2: b,
          mHat,
          r,
          rho,
          epsilon: eps,
          weightDecay: lambda,
        },
        hyper,
      ) => {
        const gradient = hyper.weightDecay ? d : g
        return [
          ...(hyper.weightDecay ? [`${d} = ${g} + ${lambda} \\cdot ${p}`] : []),
          `${mNext} = ${a} \\cdot ${m} + (1 - ${a}) \\cdot ${gradient}`,
          `${sNext} = ${b} \\cdot ${s} + (1 - ${b}) \\cdot ${gradient}^2`,
          `${mHat} = \\frac{${mNext}}{1 - ${a}^{${t}}}`,
          `${rho} = \\frac{2}{1 - ${b}} - 1 - \\frac{2 \\cdot ${t} \\cdot ${b}^{${t}}}{1 - ${b}^{${t}}}`,
          `${r} = \\begin{cases} \\sqrt{\\frac{(${rho} - 4) \\cdot (${rho} - 2) \\cdot (\\frac{2}{1 - ${b}} - 1)}{(\\frac{2}{1 - ${b}} - 5) \\cdot (\\frac{2}{1 - ${b}} - 3) \\cdot ${rho}}} & ${rho} > 5 \\\\ 0 & ${rho} \\le 5 \\end{cases}`,
          `${pNext} = ${p} - ${lr} \\cdot ${mHat} \\cdot \\begin{cases} ${r} \\cdot \\frac{\\sqrt{1 - ${b}^{${t}}}}{\\sqrt{${sNext}} + ${eps}} & ${rho} > 5 \\\\ 1 & ${rho} \\le 5 \\end{cases}`,
        ]
      },
      code: (hyper) =>
        [
          `${decayLine(hyper)}m = beta1 * m + (1 - beta1) * g`,
          's = beta2 * s + (1 - beta2) * g**2',
          'most = 2 / (1 - beta2) - 1',
          'rho = most - 2 * t * beta2**t / (1 - beta2**t)',
          'r = sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho))',
          'scale = where(rho > 5, r * sqrt(1 - beta2**t) / (sqrt(s) + epsilon), 1)',
          'w -= lr * m / (1 - beta1**t) * scale',
        ].join('\n'),
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
      step(
        parameters,
        gradients,
        { m, s },
        { lr, beta1: a, beta2: b, epsilon: eps, weightDecay: lambda },
        t,
      ) {
        const first = 1 - powerOf(a, t)
        const r = rectify(b, t)
        const scale = r * Math.sqrt(1 - powerOf(b, t))
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]! + lambda * parameters[i]!
          const mean = a * m[i]! + (1 - a) * g
          const square = b * s[i]! + (1 - b) * g * g
          m[i] = mean
          s[i] = square
          const adapted = r > 0 ? scale / (Math.sqrt(square) + eps) : 1
          parameters[i]! -= lr * (mean / first) * adapted
        }
      },
    }),
  },
}
