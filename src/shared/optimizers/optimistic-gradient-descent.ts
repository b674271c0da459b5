import { amount, learningRate, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const optimisticGradientDescent: Optimizer = {
  id: 'optimistic-gradient-descent',
  name: 'Optimistic GD',
  group: 'firstOrder',
  paper: {
    citation:
      'Rakhlin & Sridharan 2013, Optimization, Learning, and Games with Predictable Sequences',
    url: 'https://arxiv.org/abs/1311.1869',
  },
  why: text(
    'It adds the change of the gradient to the gradient, as a forecast of the next one. On a plain valley this acts as a little momentum; in games, where plain descent circles, it spirals inwards.',
    '它把梯度的变化加到梯度上，作为对下一个梯度的预测。在普通的谷中这相当于少许动量；在普通下降会打转的博弈中，它会向内螺旋收敛。',
  ),
  rules: {
    optax: defineRule({
      hyper: [
        learningRate(0.01),
        amount('alpha', '\\alpha', text('weight of the gradient', '梯度的权重'), 1),
        amount('beta', '\\beta', text('weight of its change', '梯度变化的权重'), 1),
      ],
      slots: [
        { key: 'z', symbol: 'z', meaning: text('gradient of the step before', '上一步的梯度') },
      ],
      symbols: { before: '\\tilde g_t' },
      program: `
        before = where(t > 1, z, g)
        w -= lr * ((alpha + beta) * g - beta * before)
        z = g
      `,
    }),
  },
}
