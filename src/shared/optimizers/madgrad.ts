import { epsilon, learningRate, momentumShare, startSlot, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const madgrad: Optimizer = {
  id: 'madgrad',
  name: 'MADGRAD',
  group: 'adaptive',
  paper: {
    citation:
      'Defazio & Jelassi 2021, Adaptivity without Compromise: A Momentumized, Adaptive, Dual Averaged Gradient Method for Stochastic Optimization',
    url: 'https://arxiv.org/abs/2101.11075',
  },
  why: text(
    'It always steps from where training began, by the sum of all gradients over the cube root of the sum of their squares; later ones weigh more. Momentum then draws the weights towards that point.',
    '它始终从训练起点出发，按全部梯度之和除以平方和的立方根来移动，越晚的梯度权重越大。再由动量把权重拉向该点。',
  ),
  rules: {
    optax: defineRule({
      hyper: [learningRate(0.01), momentumShare(0.9), epsilon(1e-6)],
      slots: [
        { key: 's', symbol: 's', meaning: text('weighted sum of gradients', '梯度的加权和') },
        {
          key: 'n',
          symbol: 'n',
          meaning: text('weighted sum of squared gradients', '梯度平方的加权和'),
        },
        startSlot,
      ],
      // Optax computes this rate in single precision, whatever the parameters are.
      program: `
        rate = float32(float32(lr + epsilon) * float32(sqrt(t)))
        s += rate * g
        n += rate * g**2
        z = x0 - s / (n**(1 / 3) + epsilon)
        w = (1 - momentum) * z + momentum * w
      `,
    }),
  },
}
