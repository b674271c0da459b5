import {
  decay,
  decayed,
  decayLine,
  epsilon,
  learningRate,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'
import { defineRule, type HyperParameter, type Optimizer, type Slot, type Term } from './types.ts'

const rho = (value: number): HyperParameter<'rho'> =>
  decay('rho', '\\rho', text('decay of both averages', '两个均值的衰减率'), value)

const moved: Slot<'d'> = {
  key: 'd',
  symbol: '\\Delta',
  meaning: text('moving mean of squared steps', '步长平方的滑动平均'),
}

/** Root of the past steps over root of the past gradients, times the gradient. */
const unit = (eps: (scope: Readonly<Record<string, number>>) => number): Term => ({
  key: 'u',
  symbol: 'u_t',
  value(scope) {
    const { g, p, d, sNext, weightDecay: lambda = 0 } = scope
    return (Math.sqrt(d! + eps(scope)) / Math.sqrt(sNext! + eps(scope))) * (g! + lambda * p!)
  },
})

export const adadelta: Optimizer = {
  id: 'adadelta',
  name: 'Adadelta',
  paper: {
    citation: 'Zeiler 2012, ADADELTA: An Adaptive Learning Rate Method',
    url: 'https://arxiv.org/abs/1212.5701',
  },
  why: {
    en: 'In place of a learning rate it uses the root mean square of its own recent steps, over that of recent gradients. Those steps start from nothing but a tiny epsilon, so it sets off slowly and gains pace by itself.',
    'zh-CN':
      '它不用学习率，而是用自己近期步长的均方根除以近期梯度的均方根。步长起初只靠一个很小的 ε 撑着，所以它起步很慢，之后才自行加快。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [rho(0.9)],
      slots: [squareSlot('s'), moved],
      terms: [unit(() => 1e-6)],
      formula: ({ p, pNext, s, sNext, d, dNext, g, u, rho: r }) => [
        `${sNext} = ${r} \\cdot ${s} + (1 - ${r}) \\cdot ${g}^2`,
        `${u} = \\frac{\\sqrt{${d} + 10^{-6}}}{\\sqrt{${sNext} + 10^{-6}}} \\cdot ${g}`,
        `${pNext} = ${p} - ${u}`,
        `${dNext} = ${r} \\cdot ${d} + (1 - ${r}) \\cdot ${u}^2`,
      ],
      code: 's = rho * s + (1 - rho) * g**2\nu = sqrt(d + 1e-6) / sqrt(s + 1e-6) * g\nw -= u\nd = rho * d + (1 - rho) * u**2',
      step(parameters, gradients, { s, d }, { rho: r }) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const square = r * s[i]! + (1 - r) * g * g
          const u = (Math.sqrt(d[i]! + 1e-6) / Math.sqrt(square + 1e-6)) * g
          s[i] = square
          parameters[i]! -= u
          d[i] = r * d[i]! + (1 - r) * u * u
        }
      },
    }),
    pytorch: defineRule({
      hyper: [learningRate(1), rho(0.9), epsilon(1e-6), weightDecay(0)],
      slots: [squareSlot('s'), moved],
      terms: [{ ...decayed, key: 'gd' }, unit(({ epsilon: eps }) => eps!)],
      formula: (
        { p, pNext, s, sNext, d, dNext, g, gd, u, lr, rho: r, epsilon: eps, weightDecay: lambda },
        hyper,
      ) => {
        const gradient = hyper.weightDecay ? gd : g
        return [
          ...(hyper.weightDecay ? [`${gd} = ${g} + ${lambda} \\cdot ${p}`] : []),
          `${sNext} = ${r} \\cdot ${s} + (1 - ${r}) \\cdot ${gradient}^2`,
          `${u} = \\frac{\\sqrt{${d} + ${eps}}}{\\sqrt{${sNext} + ${eps}}} \\cdot ${gradient}`,
          `${pNext} = ${p} - ${lr} \\cdot ${u}`,
          `${dNext} = ${r} \\cdot ${d} + (1 - ${r}) \\cdot ${u}^2`,
        ]
      },
      code: (hyper) =>
        `${decayLine(hyper)}s = rho * s + (1 - rho) * g**2\nu = sqrt(d + epsilon) / sqrt(s + epsilon) * g\nw -= lr * u\nd = rho * d + (1 - rho) * u**2`,
      frameworks: {
        pytorch: {
          name: 'Adadelta',
          arguments: { lr: 'lr', rho: 'rho', eps: 'epsilon', weight_decay: 'weightDecay' },
        },
      },
      step(parameters, gradients, { s, d }, { lr, rho: r, epsilon: eps, weightDecay: lambda }) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]! + lambda * parameters[i]!
          const square = r * s[i]! + (1 - r) * g * g
          const u = (Math.sqrt(d[i]! + eps) / Math.sqrt(square + eps)) * g
          s[i] = square
          parameters[i]! -= lr * u
          d[i] = r * d[i]! + (1 - r) * u * u
        }
      },
    }),
    keras: defineRule({
      hyper: [learningRate(0.001), rho(0.95), epsilon(1e-7)],
      slots: [squareSlot('s'), moved],
      terms: [unit(({ epsilon: eps }) => eps!)],
      formula: ({ p, pNext, s, sNext, d, dNext, g, u, lr, rho: r, epsilon: eps }) => [
        `${sNext} = ${r} \\cdot ${s} + (1 - ${r}) \\cdot ${g}^2`,
        `${u} = \\frac{\\sqrt{${d} + ${eps}}}{\\sqrt{${sNext} + ${eps}}} \\cdot ${g}`,
        `${dNext} = ${r} \\cdot ${d} + (1 - ${r}) \\cdot ${u}^2`,
        `${pNext} = ${p} - ${lr} \\cdot ${u}`,
      ],
      code: 's = rho * s + (1 - rho) * g**2\nu = sqrt(d + epsilon) / sqrt(s + epsilon) * g\nd = rho * d + (1 - rho) * u**2\nw -= lr * u',
      frameworks: {
        keras: {
          name: 'Adadelta',
          arguments: { learning_rate: 'lr', rho: 'rho', epsilon: 'epsilon' },
        },
      },
      step(parameters, gradients, { s, d }, { lr, rho: r, epsilon: eps }) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const square = r * s[i]! + (1 - r) * g * g
          const u = (Math.sqrt(d[i]! + eps) / Math.sqrt(square + eps)) * g
          s[i] = square
          d[i] = r * d[i]! + (1 - r) * u * u
          parameters[i]! -= lr * u
        }
      },
    }),
  },
}
