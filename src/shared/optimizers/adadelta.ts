import { decay } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

const epsilon = 1e-6

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
      hyper: [
        decay('rho', '\\rho', { en: 'decay of both means', 'zh-CN': '两个均值的衰减率' }, 0.9),
      ],
      slots: [
        {
          key: 's',
          symbol: 's',
          meaning: { en: 'moving mean of squared gradients', 'zh-CN': '梯度平方的滑动平均' },
        },
        {
          key: 'd',
          symbol: 'd',
          meaning: { en: 'moving mean of squared steps', 'zh-CN': '步长平方的滑动平均' },
        },
      ],
      terms: [
        {
          key: 'u',
          symbol: 'u_t',
          value: ({ d, sNext, g }) => (Math.sqrt(d! + epsilon) / Math.sqrt(sNext! + epsilon)) * g!,
        },
      ],
      formula: ({ p, pNext, s, sNext, d, dNext, g, rho, u }) => [
        `${sNext} = ${rho} \\cdot ${s} + (1 - ${rho}) \\cdot ${g}^2`,
        `${u} = \\frac{\\sqrt{${d} + 10^{-6}}}{\\sqrt{${sNext} + 10^{-6}}} \\cdot ${g}`,
        `${pNext} = ${p} - ${u}`,
        `${dNext} = ${rho} \\cdot ${d} + (1 - ${rho}) \\cdot ${u}^2`,
      ],
      code: [
        's = rho * s + (1 - rho) * g**2',
        'u = sqrt(d + 1e-6) / sqrt(s + 1e-6) * g',
        'w -= u',
        'd = rho * d + (1 - rho) * u**2',
      ].join('\n'),
      step(parameters, gradients, { s, d }, { rho }) {
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const square = rho * s[i]! + (1 - rho) * g * g
          const u = (Math.sqrt(d[i]! + epsilon) / Math.sqrt(square + epsilon)) * g
          s[i] = square
          parameters[i]! -= u
          d[i] = rho * d[i]! + (1 - rho) * u * u
        }
      },
    }),
  },
}
