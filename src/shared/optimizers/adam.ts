import { decay, learningRate } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

const epsilon = 1e-6

export const adam: Optimizer = {
  id: 'adam',
  name: 'Adam',
  paper: {
    citation: 'Kingma & Ba 2014, Adam: A Method for Stochastic Optimization',
    url: 'https://arxiv.org/abs/1412.6980',
  },
  why: {
    en: 'It joins momentum with RMSprop: a moving mean of gradients over the root of a moving mean of their squares. Both start at zero, so each is divided by how far it has filled up, and the first steps have full length.',
    'zh-CN':
      '它把动量法与 RMSprop 合二为一：梯度的滑动平均，除以梯度平方滑动平均的平方根。两者都从零开始，所以要各自除以“已填满的比例”来修正偏差，头几步才有完整的步幅。',
  },
  rules: {
    tutorial: defineRule({
      hyper: [
        learningRate(0.02),
        decay('beta1', '\\beta_1', { en: 'decay of the mean', 'zh-CN': '均值的衰减率' }, 0.9),
        decay('beta2', '\\beta_2', { en: 'decay of the squares', 'zh-CN': '平方的衰减率' }, 0.999),
      ],
      slots: [
        {
          key: 'm',
          symbol: 'm',
          meaning: { en: 'moving mean of gradients', 'zh-CN': '梯度的滑动平均' },
        },
        {
          key: 's',
          symbol: 's',
          meaning: { en: 'moving mean of squared gradients', 'zh-CN': '梯度平方的滑动平均' },
        },
      ],
      terms: [
        {
          key: 'mHat',
          symbol: '\\hat{m}_t',
          value: ({ mNext, beta1, t }) => mNext! / (1 - Math.pow(beta1!, t!)),
        },
        {
          key: 'sHat',
          symbol: '\\hat{s}_t',
          value: ({ sNext, beta2, t }) => sNext! / (1 - Math.pow(beta2!, t!)),
        },
      ],
      formula: ({ p, pNext, m, mNext, s, sNext, g, lr, beta1, beta2, mHat, sHat, t }) => [
        `${mNext} = ${beta1} \\cdot ${m} + (1 - ${beta1}) \\cdot ${g}`,
        `${sNext} = ${beta2} \\cdot ${s} + (1 - ${beta2}) \\cdot ${g}^2`,
        `${mHat} = \\frac{${mNext}}{1 - ${beta1}^{${t}}} \\qquad ${sHat} = \\frac{${sNext}}{1 - ${beta2}^{${t}}}`,
        `${pNext} = ${p} - ${lr} \\cdot \\frac{${mHat}}{\\sqrt{${sHat}} + 10^{-6}}`,
      ],
      code: [
        'm = beta1 * m + (1 - beta1) * g',
        's = beta2 * s + (1 - beta2) * g**2',
        'm_hat = m / (1 - beta1**t)',
        's_hat = s / (1 - beta2**t)',
        'w -= lr * m_hat / (sqrt(s_hat) + 1e-6)',
      ].join('\n'),
      step(parameters, gradients, { m, s }, { lr, beta1, beta2 }, t) {
        // Both corrections as factors: a division costs more than all else in the loop.
        const rate = lr / (1 - Math.pow(beta1, t))
        const squareFactor = 1 / (1 - Math.pow(beta2, t))
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const mean = beta1 * m[i]! + (1 - beta1) * g
          const square = beta2 * s[i]! + (1 - beta2) * g * g
          m[i] = mean
          s[i] = square
          parameters[i]! -= (rate * mean) / (Math.sqrt(square * squareFactor) + epsilon)
        }
      },
    }),
  },
}
