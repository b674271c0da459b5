import {
  beta1,
  beta2,
  epsilon,
  learningRate,
  meanSlot,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const cautiousAdamw: Optimizer = {
  id: 'cautious-adamw',
  name: 'Cautious AdamW',
  group: 'adaptive',
  paper: {
    citation: 'Liang et al. 2024, Cautious Optimizers: Improving Training with One Line of Code',
    url: 'https://arxiv.org/abs/2411.16085',
  },
  why: text(
    'AdamW, but a parameter moves only where the mean of gradients and the present gradient agree in sign. The others wait, and those that move are scaled up to make good for them.',
    '与 AdamW 相同，但只有当梯度均值与当前梯度符号一致时，参数才移动。其余参数等待，移动的参数按比例放大以作补偿。',
  ),
  rules: {
    paper: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-8), weightDecay(0.01)],
      slots: [meanSlot, squareSlot('s')],
      symbols: { agree: '\\phi_t' },
      program: `
        w *= 1 - lr * weightDecay
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        mHat = m / (1 - beta1**t)
        sHat = s / (1 - beta2**t)
        agree = where(m * g > 0, 1, 0)
        w -= lr * mHat / (sqrt(sHat) + epsilon) * agree / max(mean(agree), 0.001)
      `,
    }),
  },
}
