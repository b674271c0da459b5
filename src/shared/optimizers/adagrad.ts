import { learningRate } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

const epsilon = 1e-6

export const adagrad: Optimizer = {
  id: 'adagrad',
  name: 'Adagrad',
  paper: {
    citation:
      'Duchi, Hazan & Singer 2011, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization',
    url: 'https://jmlr.org/papers/v12/duchi11a.html',
  },
  why: {
    en: 'Each parameter is divided by the root of all its squared gradients so far, so rarely touched ones still take large steps. The sum only grows, so every step shrinks, and training may stall before it arrives.',
    'zh-CN':
      '每个参数的步幅都除以其历次梯度平方和的平方根，因此很少更新的参数仍能迈出大步。这个和只增不减，步幅便越来越小，训练可能还没到终点就停滞了。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [learningRate(0.02)],
      slots: [
        {
          key: 's',
          symbol: 's',
          meaning: { en: 'sum of squared gradients', 'zh-CN': '梯度平方的累加和' },
        },
      ],
      formula: ({ p, pNext, s, sNext, g, lr }) => [
        `${sNext} = ${s} + ${g}^2`,
        `${pNext} = ${p} - ${lr} \\cdot \\frac{${g}}{\\sqrt{${sNext} + 10^{-6}}}`,
      ],
      code: 's += g**2\nw -= lr * g / sqrt(s + 1e-6)',
      step(parameters, gradients, { s }, { lr }) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const sum = s[i]! + g * g
          s[i] = sum
          parameters[i]! -= (lr * g) / Math.sqrt(sum + epsilon)
        }
      },
    }),
  },
}
