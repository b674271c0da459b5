import {
  amount,
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
import { defineRule, type Optimizer, type Slot, type Term } from './types.ts'

/** The same for every parameter; a slot, so that a resumed run goes on with it. */
const momentumProduct: Slot<'product'> = {
  key: 'product',
  symbol: '\\Pi',
  meaning: text('product of the momentum schedule so far', '动量系数迄今的乘积'),
  initial: 1,
}

let lastPace = 1
let lastBase = 0.96

/** 0.96 to the warm-up's pace, remembered: every step of a run asks for the same one. */
function baseOf(pace: number): number {
  if (pace !== lastPace) {
    lastPace = pace
    lastBase = 0.96 ** pace
  }
  return lastBase
}

/** Dozat's warm-up of the momentum: β₁ (1 − ½ · baseᵗ), the base being 0.96 to the warm-up's pace. */
const warmed = (decay: number, base: number, t: number): number =>
  decay * (1 - 0.5 * powerOf(base, t))

const share = (key: string, symbol: string, ahead: number): Term => ({
  key,
  symbol,
  value: ({ beta1: a, t, momentumDecay = 1 }) => warmed(a!, baseOf(momentumDecay), t! + ahead),
})

const now = share('mu', '\\mu_t', 0)
const next = share('muNext', '\\mu_{t+1}', 1)

const correctedSquare: Term = {
  key: 'sHat',
  symbol: '\\hat s',
  value: ({ sNext, beta2: b, t }) => sNext! / (1 - powerOf(b!, t!)),
}

export const nadam: Optimizer = {
  id: 'nadam',
  name: 'NAdam',
  paper: {
    citation: 'Dozat 2016, Incorporating Nesterov Momentum into Adam',
    url: 'https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ',
  },
  why: text(
    'Adam with Nesterov’s idea: the step already counts on the momentum of the next one. Its momentum is warmed up, so early noise weighs less.',
    '把 Nesterov 的想法放进 Adam：这一步已计入下一步的动量。动量系数逐渐升高，因此早期的噪声影响较小。',
  ),
  rules: {
    pytorch: defineRule({
      hyper: [
        learningRate(0.002),
        beta1(0.9),
        beta2(0.999),
        amount('momentumDecay', '\\psi', text('pace of the warm-up', '预热的快慢'), 0.004),
        epsilon(1e-8),
        weightDecay(0),
      ],
      slots: [meanSlot, squareSlot('s'), momentumProduct],
      terms: [decayed, now, next, correctedSquare],
      formula: (
        {
          p,
          pNext,
          m,
          mNext,
          s,
          sNext,
          product,
          productNext,
          g,
          d,
          lr,
          beta1: a,
          beta2: b,
          mu,
          muNext,
          sHat,
          t,
          momentumDecay,
          epsilon: eps,
          weightDecay: lambda,
        },
        hyper,
      ) => {
        const gradient = hyper.weightDecay ? d : g
        return [
          ...(hyper.weightDecay ? [`${d} = ${g} + ${lambda} \\cdot ${p}`] : []),
          `${mu} = ${a} \\cdot (1 - 0.5 \\cdot 0.96^{${t} \\cdot ${momentumDecay}}) \\qquad ${muNext} = ${a} \\cdot (1 - 0.5 \\cdot 0.96^{(${t} + 1) \\cdot ${momentumDecay}})`,
          `${productNext} = ${product} \\cdot ${mu}`,
          `${mNext} = ${a} \\cdot ${m} + (1 - ${a}) \\cdot ${gradient}`,
          `${sNext} = ${b} \\cdot ${s} + (1 - ${b}) \\cdot ${gradient}^2`,
          `${sHat} = \\frac{${sNext}}{1 - ${b}^{${t}}}`,
          `${pNext} = ${p} - \\frac{${lr}}{\\sqrt{${sHat}} + ${eps}} \\cdot \\left(\\frac{(1 - ${mu}) \\cdot ${gradient}}{1 - ${productNext}} + \\frac{${muNext} \\cdot ${mNext}}{1 - ${productNext} \\cdot ${muNext}}\\right)`,
        ]
      },
      code: (hyper) =>
        `${decayLine(hyper)}mu = beta1 * (1 - 0.5 * 0.96**(t * momentumDecay))\nmuNext = beta1 * (1 - 0.5 * 0.96**((t + 1) * momentumDecay))\nproduct *= mu\nm = beta1 * m + (1 - beta1) * g\ns = beta2 * s + (1 - beta2) * g**2\nsHat = s / (1 - beta2**t)\nw -= lr / (sqrt(sHat) + epsilon) * ((1 - mu) * g / (1 - product) + muNext * m / (1 - product * muNext))`,
      frameworks: {
        pytorch: {
          name: 'NAdam',
          arguments: {
            lr: 'lr',
            betas: ['beta1', 'beta2'],
            eps: 'epsilon',
            weight_decay: 'weightDecay',
            momentum_decay: 'momentumDecay',
          },
        },
      },
      step(
        parameters,
        gradients,
        { m, s, product },
        { lr, beta1: a, beta2: b, momentumDecay, epsilon: eps, weightDecay: lambda },
        t,
      ) {
        const base = baseOf(momentumDecay)
        const mu = warmed(a, base, t)
        const muNext = warmed(a, base, t + 1)
        const second = 1 - powerOf(b, t)
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]! + lambda * parameters[i]!
          const mean = a * m[i]! + (1 - a) * g
          const square = b * s[i]! + (1 - b) * g * g
          const all = product[i]! * mu
          m[i] = mean
          s[i] = square
          product[i] = all
          const scale = lr / (Math.sqrt(square / second) + eps)
          parameters[i]! -=
            scale * (((1 - mu) * g) / (1 - all) + (muNext * mean) / (1 - all * muNext))
        }
      },
    }),
    keras: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-7)],
      slots: [meanSlot, squareSlot('s'), momentumProduct],
      terms: [now, next, correctedSquare],
      formula: ({
        p,
        pNext,
        m,
        mNext,
        s,
        sNext,
        product,
        productNext,
        g,
        lr,
        beta1: a,
        beta2: b,
        mu,
        muNext,
        sHat,
        t,
        epsilon: eps,
      }) => [
        `${mu} = ${a} \\cdot (1 - 0.5 \\cdot 0.96^{${t}}) \\qquad ${muNext} = ${a} \\cdot (1 - 0.5 \\cdot 0.96^{${t} + 1})`,
        `${productNext} = ${product} \\cdot ${mu}`,
        `${mNext} = ${a} \\cdot ${m} + (1 - ${a}) \\cdot ${g}`,
        `${sNext} = ${b} \\cdot ${s} + (1 - ${b}) \\cdot ${g}^2`,
        `${sHat} = \\frac{${sNext}}{1 - ${b}^{${t}}}`,
        `${pNext} = ${p} - \\frac{${lr}}{\\sqrt{${sHat}} + ${eps}} \\cdot \\left(\\frac{(1 - ${mu}) \\cdot ${g}}{1 - ${productNext}} + \\frac{${muNext} \\cdot ${mNext}}{1 - ${productNext} \\cdot ${muNext}}\\right)`,
      ],
      code: 'mu = beta1 * (1 - 0.5 * 0.96**t)\nmuNext = beta1 * (1 - 0.5 * 0.96**(t + 1))\nproduct *= mu\nm = beta1 * m + (1 - beta1) * g\ns = beta2 * s + (1 - beta2) * g**2\nsHat = s / (1 - beta2**t)\nw -= lr / (sqrt(sHat) + epsilon) * ((1 - mu) * g / (1 - product) + muNext * m / (1 - product * muNext))',
      frameworks: {
        keras: {
          name: 'Nadam',
          arguments: { learning_rate: 'lr', beta_1: 'beta1', beta_2: 'beta2', epsilon: 'epsilon' },
        },
      },
      step(parameters, gradients, { m, s, product }, { lr, beta1: a, beta2: b, epsilon: eps }, t) {
        const mu = warmed(a, 0.96, t)
        const muNext = warmed(a, 0.96, t + 1)
        const second = 1 - powerOf(b, t)
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const mean = a * m[i]! + (1 - a) * g
          const square = b * s[i]! + (1 - b) * g * g
          const all = product[i]! * mu
          m[i] = mean
          s[i] = square
          product[i] = all
          const scale = lr / (Math.sqrt(square / second) + eps)
          parameters[i]! -=
            scale * (((1 - mu) * g) / (1 - all) + (muNext * mean) / (1 - all * muNext))
        }
      },
    }),
  },
}
