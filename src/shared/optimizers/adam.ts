import {
  beta1,
  beta2,
  decayed,
  decayLine,
  epsilon,
  flag,
  learningRate,
  meanSlot,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'
import { powerOf } from './powers.ts'
import { defineRule, type HyperFlag, type Optimizer, type Slot, type Term } from './types.ts'

export const amsgrad: HyperFlag<'amsgrad'> = flag(
  'amsgrad',
  text('AMSGrad: divide by the largest square so far', 'AMSGrad：除以迄今最大的二阶矩'),
)

export const largest: Slot<'c'> = {
  key: 'c',
  symbol: 'c',
  meaning: text('largest moving mean of squares so far', '迄今最大的平方滑动平均'),
}

export const correctedMean: Term = {
  key: 'mHat',
  symbol: '\\hat m',
  value: ({ mNext, beta1: b, t }) => mNext! / (1 - powerOf(b!, t!)),
}

/** The bias-corrected square, of the largest one where AMSGrad is on. */
export const correctedSquare: Term = {
  key: 'sHat',
  symbol: '\\hat s',
  value: ({ sNext, cNext, amsgrad: on, beta2: b, t }) =>
    (on ? cNext! : sNext!) / (1 - powerOf(b!, t!)),
}

export const adam: Optimizer = {
  id: 'adam',
  name: 'Adam',
  paper: {
    citation: 'Kingma & Ba 2015, Adam; Reddi et al. 2018, On the Convergence of Adam and Beyond',
    url: 'https://arxiv.org/abs/1412.6980',
  },
  why: {
    en: 'It joins momentum with RMSprop: a moving mean of gradients over the root of a moving mean of their squares. Both start at zero, so each is divided by how far it has filled up, and the first steps have full length.',
    'zh-CN':
      '它把动量法与 RMSprop 合二为一：梯度的滑动平均，除以梯度平方滑动平均的平方根。两者都从零开始，所以要各自除以“已填满的比例”来修正偏差，头几步才有完整的步幅。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [learningRate(0.02), beta1(0.9), beta2(0.999)],
      slots: [meanSlot, squareSlot('s')],
      terms: [correctedMean, correctedSquare],
      formula: ({ p, pNext, m, mNext, s, sNext, g, t, lr, beta1: a, beta2: b, mHat, sHat }) => [
        `${mNext} = ${a} \\cdot ${m} + (1 - ${a}) \\cdot ${g}`,
        `${sNext} = ${b} \\cdot ${s} + (1 - ${b}) \\cdot ${g}^2`,
        `${mHat} = \\frac{${mNext}}{1 - ${a}^{${t}}} \\qquad ${sHat} = \\frac{${sNext}}{1 - ${b}^{${t}}}`,
        `${pNext} = ${p} - ${lr} \\cdot \\frac{${mHat}}{\\sqrt{${sHat}} + 10^{-6}}`,
      ],
      code: 'm = beta1 * m + (1 - beta1) * g\ns = beta2 * s + (1 - beta2) * g**2\nmHat = m / (1 - beta1**t)\nsHat = s / (1 - beta2**t)\nw -= lr * mHat / (sqrt(sHat) + 1e-6)',
      step(parameters, gradients, { m, s }, { lr, beta1: a, beta2: b }, t) {
        // Both corrections as factors: a division costs more than all else in the loop.
        const rate = lr / (1 - powerOf(a, t))
        const squareFactor = 1 / (1 - powerOf(b, t))
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const mean = a * m[i]! + (1 - a) * g
          const square = b * s[i]! + (1 - b) * g * g
          m[i] = mean
          s[i] = square
          parameters[i]! -= (rate * mean) / (Math.sqrt(square * squareFactor) + 1e-6)
        }
      },
    }),
    pytorch: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-8), weightDecay(0)],
      flags: [amsgrad],
      slots: [meanSlot, squareSlot('s'), largest],
      terms: [decayed, correctedMean, correctedSquare],
      formula: (
        {
          p,
          pNext,
          m,
          mNext,
          s,
          sNext,
          c,
          cNext,
          g,
          d,
          t,
          lr,
          beta1: a,
          beta2: b,
          mHat,
          sHat,
          epsilon: eps,
          weightDecay: lambda,
        },
        hyper,
      ) => {
        const gradient = hyper.weightDecay ? d : g
        const square = hyper.amsgrad ? cNext : sNext
        return [
          ...(hyper.weightDecay ? [`${d} = ${g} + ${lambda} \\cdot ${p}`] : []),
          `${mNext} = ${a} \\cdot ${m} + (1 - ${a}) \\cdot ${gradient}`,
          `${sNext} = ${b} \\cdot ${s} + (1 - ${b}) \\cdot ${gradient}^2`,
          ...(hyper.amsgrad ? [`${cNext} = \\max(${c}, ${sNext})`] : []),
          `${mHat} = \\frac{${mNext}}{1 - ${a}^{${t}}} \\qquad ${sHat} = \\frac{${square}}{1 - ${b}^{${t}}}`,
          `${pNext} = ${p} - ${lr} \\cdot \\frac{${mHat}}{\\sqrt{${sHat}} + ${eps}}`,
        ]
      },
      code: (hyper) =>
        [
          `${decayLine(hyper)}m = beta1 * m + (1 - beta1) * g`,
          's = beta2 * s + (1 - beta2) * g**2',
          ...(hyper.amsgrad ? ['c = max(c, s)'] : []),
          'mHat = m / (1 - beta1**t)',
          `sHat = ${hyper.amsgrad ? 'c' : 's'} / (1 - beta2**t)`,
          'w -= lr * mHat / (sqrt(sHat) + epsilon)',
        ].join('\n'),
      frameworks: {
        pytorch: {
          name: 'Adam',
          arguments: {
            lr: 'lr',
            betas: ['beta1', 'beta2'],
            eps: 'epsilon',
            weight_decay: 'weightDecay',
            amsgrad: 'amsgrad',
          },
        },
      },
      step(
        parameters,
        gradients,
        { m, s, c },
        { lr, beta1: a, beta2: b, epsilon: eps, weightDecay: lambda, amsgrad: on },
        t,
      ) {
        const rate = lr / (1 - powerOf(a, t))
        const squareFactor = 1 / (1 - powerOf(b, t))
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]! + lambda * parameters[i]!
          const mean = a * m[i]! + (1 - a) * g
          let square = b * s[i]! + (1 - b) * g * g
          m[i] = mean
          s[i] = square
          if (on) {
            square = Math.max(c[i]!, square)
            c[i] = square
          }
          parameters[i]! -= (rate * mean) / (Math.sqrt(square * squareFactor) + eps)
        }
      },
    }),
    // The correction is moved into the rate, so epsilon is not scaled by it.
    keras: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-7)],
      flags: [amsgrad],
      slots: [meanSlot, squareSlot('s'), largest],
      terms: [kerasRate()],
      formula: (
        {
          p,
          pNext,
          m,
          mNext,
          s,
          sNext,
          c,
          cNext,
          g,
          t,
          lr,
          rate,
          beta1: a,
          beta2: b,
          epsilon: eps,
        },
        hyper,
      ) => [
        `${rate} = ${lr} \\cdot \\frac{\\sqrt{1 - ${b}^{${t}}}}{1 - ${a}^{${t}}}`,
        `${mNext} = ${a} \\cdot ${m} + (1 - ${a}) \\cdot ${g}`,
        `${sNext} = ${b} \\cdot ${s} + (1 - ${b}) \\cdot ${g}^2`,
        ...(hyper.amsgrad ? [`${cNext} = \\max(${c}, ${sNext})`] : []),
        `${pNext} = ${p} - ${rate} \\cdot \\frac{${mNext}}{\\sqrt{${hyper.amsgrad ? cNext : sNext}} + ${eps}}`,
      ],
      code: (hyper) =>
        [
          'rate = lr * sqrt(1 - beta2**t) / (1 - beta1**t)',
          'm = beta1 * m + (1 - beta1) * g',
          's = beta2 * s + (1 - beta2) * g**2',
          ...(hyper.amsgrad ? ['c = max(c, s)'] : []),
          `w -= rate * m / (sqrt(${hyper.amsgrad ? 'c' : 's'}) + epsilon)`,
        ].join('\n'),
      frameworks: {
        keras: {
          name: 'Adam',
          arguments: {
            learning_rate: 'lr',
            beta_1: 'beta1',
            beta_2: 'beta2',
            epsilon: 'epsilon',
            amsgrad: 'amsgrad',
          },
        },
      },
      step(
        parameters,
        gradients,
        { m, s, c },
        { lr, beta1: a, beta2: b, epsilon: eps, amsgrad: on },
        t,
      ) {
        const rate = (lr * Math.sqrt(1 - powerOf(b, t))) / (1 - powerOf(a, t))
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const mean = a * m[i]! + (1 - a) * g
          let square = b * s[i]! + (1 - b) * g * g
          m[i] = mean
          s[i] = square
          if (on) {
            square = Math.max(c[i]!, square)
            c[i] = square
          }
          parameters[i]! -= (rate * mean) / (Math.sqrt(square) + eps)
        }
      },
    }),
  },
}

/** The rate with both corrections in it. */
export function kerasRate(): Term {
  return {
    key: 'rate',
    symbol: '\\eta_t',
    value: ({ lr, beta1: a, beta2: b, t }) =>
      (lr! * Math.sqrt(1 - powerOf(b!, t!))) / (1 - powerOf(a!, t!)),
  }
}
