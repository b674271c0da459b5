import {
  decay,
  decayed,
  decayLine,
  epsilon,
  flag,
  learningRate,
  momentumShare,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'
import { defineRule, type HyperFlag, type Optimizer, type Slot } from './types.ts'

const keep = text('decay of the squares', '平方的衰减率')

const centered: HyperFlag<'centered'> = flag(
  'centered',
  text(
    'centred: divide by the deviation, not the root mean square',
    '中心化：除以标准差而非均方根',
  ),
)

const mean: Slot<'a'> = {
  key: 'a',
  symbol: 'a',
  meaning: text('moving mean of gradients', '梯度的滑动平均'),
}

const buffer: Slot<'b'> = {
  key: 'b',
  symbol: 'b',
  meaning: text('velocity of scaled gradients', '缩放后梯度的速度'),
}

export const rmsprop: Optimizer = {
  id: 'rmsprop',
  name: 'RMSprop',
  paper: {
    citation: 'Tieleman & Hinton 2012, Lecture 6.5, Neural Networks for Machine Learning',
    url: 'https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf',
  },
  why: {
    en: 'It divides each gradient by a moving root mean square of that gradient, so steep and flat directions move alike. Old squares fade, so unlike Adagrad its steps do not shrink to nothing.',
    'zh-CN':
      '每个梯度都除以自身的滑动均方根，陡与平的方向于是步幅相近。旧的平方会逐渐淡出，因此步幅不会像 Adagrad 那样一路缩到几乎为零。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [learningRate(0.02), decay('gamma', '\\gamma', keep, 0.9)],
      slots: [squareSlot('s')],
      formula: ({ p, pNext, s, sNext, g, lr, gamma }) => [
        `${sNext} = ${gamma} \\cdot ${s} + (1 - ${gamma}) \\cdot ${g}^2`,
        `${pNext} = ${p} - ${lr} \\cdot \\frac{${g}}{\\sqrt{${sNext} + 10^{-6}}}`,
      ],
      code: 's = gamma * s + (1 - gamma) * g**2\nw -= lr * g / sqrt(s + 1e-6)',
      step(parameters, gradients, { s }, { lr, gamma }) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const square = gamma * s[i]! + (1 - gamma) * g * g
          s[i] = square
          parameters[i]! -= (lr * g) / Math.sqrt(square + 1e-6)
        }
      },
    }),
    pytorch: defineRule({
      hyper: [
        learningRate(0.01),
        decay('alpha', '\\alpha', keep, 0.99),
        momentumShare(0),
        epsilon(1e-8),
        weightDecay(0),
      ],
      flags: [centered],
      slots: [squareSlot('s'), mean, buffer],
      terms: [decayed],
      formula: (
        {
          p,
          pNext,
          s,
          sNext,
          a,
          aNext,
          b,
          bNext,
          g,
          d,
          lr,
          alpha,
          momentum: mu,
          epsilon: eps,
          weightDecay: lambda,
        },
        hyper,
      ) => {
        const gradient = hyper.weightDecay ? d : g
        const spread = hyper.centered ? `${sNext} - ${aNext}^2` : sNext
        const scaled = `\\frac{${gradient}}{\\sqrt{${spread}} + ${eps}}`
        return [
          ...(hyper.weightDecay ? [`${d} = ${g} + ${lambda} \\cdot ${p}`] : []),
          `${sNext} = ${alpha} \\cdot ${s} + (1 - ${alpha}) \\cdot ${gradient}^2`,
          ...(hyper.centered
            ? [`${aNext} = ${alpha} \\cdot ${a} + (1 - ${alpha}) \\cdot ${gradient}`]
            : []),
          ...(hyper.momentum
            ? [
                `${bNext} = ${mu} \\cdot ${b} + ${scaled}`,
                `${pNext} = ${p} - ${lr} \\cdot ${bNext}`,
              ]
            : [`${pNext} = ${p} - ${lr} \\cdot ${scaled}`]),
        ]
      },
      code: (hyper) => {
        const spread = hyper.centered ? 's - a**2' : 's'
        return [
          `${decayLine(hyper)}s = alpha * s + (1 - alpha) * g**2`,
          ...(hyper.centered ? ['a = alpha * a + (1 - alpha) * g'] : []),
          ...(hyper.momentum
            ? [`b = momentum * b + g / (sqrt(${spread}) + epsilon)`, 'w -= lr * b']
            : [`w -= lr * g / (sqrt(${spread}) + epsilon)`]),
        ].join('\n')
      },
      frameworks: {
        pytorch: {
          name: 'RMSprop',
          arguments: {
            lr: 'lr',
            alpha: 'alpha',
            eps: 'epsilon',
            weight_decay: 'weightDecay',
            momentum: 'momentum',
            centered: 'centered',
          },
        },
      },
      step(
        parameters,
        gradients,
        { s, a, b },
        { lr, alpha, momentum: mu, epsilon: eps, weightDecay: lambda, centered: central },
      ) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]! + lambda * parameters[i]!
          let spread = alpha * s[i]! + (1 - alpha) * g * g
          s[i] = spread
          if (central) {
            const average = a[i]! + (1 - alpha) * (g - a[i]!)
            a[i] = average
            spread -= average * average
          }
          const root = Math.sqrt(spread) + eps
          if (mu > 0) {
            const velocity = mu * b[i]! + g / root
            b[i] = velocity
            parameters[i]! -= lr * velocity
          } else {
            parameters[i]! -= (lr * g) / root
          }
        }
      },
    }),
    // The rate is folded into the velocity, and epsilon stands inside the root.
    keras: defineRule({
      hyper: [
        learningRate(0.001),
        decay('rho', '\\rho', keep, 0.9),
        momentumShare(0),
        epsilon(1e-7),
      ],
      flags: [centered],
      slots: [squareSlot('s'), mean, buffer],
      formula: (
        { p, pNext, s, sNext, a, aNext, b, bNext, g, lr, rho, momentum: mu, epsilon: eps },
        hyper,
      ) => {
        const spread = hyper.centered ? `${sNext} - ${aNext}^2` : sNext
        const scaled = `${lr} \\cdot \\frac{${g}}{\\sqrt{${spread} + ${eps}}}`
        return [
          `${sNext} = ${rho} \\cdot ${s} + (1 - ${rho}) \\cdot ${g}^2`,
          ...(hyper.centered ? [`${aNext} = ${rho} \\cdot ${a} + (1 - ${rho}) \\cdot ${g}`] : []),
          ...(hyper.momentum
            ? [`${bNext} = ${mu} \\cdot ${b} + ${scaled}`, `${pNext} = ${p} - ${bNext}`]
            : [`${pNext} = ${p} - ${scaled}`]),
        ]
      },
      code: (hyper) => {
        const spread = hyper.centered ? 's - a**2' : 's'
        return [
          's = rho * s + (1 - rho) * g**2',
          ...(hyper.centered ? ['a = rho * a + (1 - rho) * g'] : []),
          ...(hyper.momentum
            ? [`b = momentum * b + lr * g / sqrt(${spread} + epsilon)`, 'w -= b']
            : [`w -= lr * g / sqrt(${spread} + epsilon)`]),
        ].join('\n')
      },
      frameworks: {
        keras: {
          name: 'RMSprop',
          arguments: {
            learning_rate: 'lr',
            rho: 'rho',
            momentum: 'momentum',
            epsilon: 'epsilon',
            centered: 'centered',
          },
        },
      },
      step(
        parameters,
        gradients,
        { s, a, b },
        { lr, rho, momentum: mu, epsilon: eps, centered: central },
      ) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          let spread = rho * s[i]! + (1 - rho) * g * g
          s[i] = spread
          if (central) {
            const average = rho * a[i]! + (1 - rho) * g
            a[i] = average
            spread -= average * average
          }
          const velocity = mu * b[i]! + (lr * g) / Math.sqrt(spread + eps)
          b[i] = velocity
          parameters[i]! -= velocity
        }
      },
    }),
  },
}
