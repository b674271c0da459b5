import { learningRate, weightDecay } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

const plain = (rate: number): ReturnType<typeof defineRule> =>
  defineRule({
    hyper: [learningRate(rate)],
    slots: [],
    program: 'w -= lr * g',
    frameworks: {
      pytorch: { name: 'SGD', arguments: { lr: 'lr' } },
      keras: { name: 'SGD', arguments: { learning_rate: 'lr' } },
    },
    rateLimit: (curvature) => 2 / curvature,
  })

export const sgd: Optimizer = {
  id: 'sgd',
  name: 'SGD',
  group: 'firstOrder',
  paper: {
    citation: 'Robbins & Monro 1951, A Stochastic Approximation Method',
    url: 'https://doi.org/10.1214/aoms/1177729586',
  },
  why: {
    en: 'Every parameter moves straight against its gradient, all at the same rate. Where the surface is steep one way and flat another, a rate safe for the steep way crawls along the flat one.',
    'zh-CN':
      '每个参数都沿负梯度方向移动，学习率处处相同。若曲面在一个方向陡、另一个方向平，陡的方向限制了学习率，平的方向便走得很慢。',
  },
  rules: {
    tutorial: plain(0.02),
    pytorch: defineRule({
      hyper: [learningRate(0.001), weightDecay(0)],
      slots: [],
      program: `
        if weightDecay: g += weightDecay * w
        w -= lr * g
      `,
      frameworks: {
        pytorch: { name: 'SGD', arguments: { lr: 'lr', weight_decay: 'weightDecay' } },
      },
      rateLimit: (curvature) => 2 / curvature,
    }),
    keras: plain(0.01),
  },
}
