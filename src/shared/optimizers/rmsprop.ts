import { decay, learningRate } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

const epsilon = 1e-6

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
      hyper: [
        learningRate(0.02),
        decay('gamma', '\\gamma', { en: 'decay of the squares', 'zh-CN': '平方的衰减率' }, 0.9),
      ],
      slots: [
        {
          key: 's',
          symbol: 's',
          meaning: { en: 'moving mean of squared gradients', 'zh-CN': '梯度平方的滑动平均' },
        },
      ],
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
          parameters[i]! -= (lr * g) / Math.sqrt(square + epsilon)
        }
      },
    }),
  },
}
