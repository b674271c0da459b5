import {
  amount,
  beta1,
  beta2,
  decay,
  epsilon,
  learningRate,
  meanSlot,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const ademamix: Optimizer = {
  id: 'ademamix',
  name: 'AdEMAMix',
  group: 'adaptive',
  paper: {
    citation: 'Pagliardini, Ablin & Grangier 2024, The AdEMAMix Optimizer: Better, Faster, Older',
    url: 'https://arxiv.org/abs/2409.03137',
  },
  why: text(
    'Adam with a second, very slow mean of gradients beside the fast one. Gradients of thousands of steps ago still help, while the fast mean reacts to the present; on short runs the slow mean has hardly filled.',
    '在 Adam 的快速均值之外，再加一个非常缓慢的梯度均值。数千步之前的梯度仍有帮助，快速均值则应对当前；训练很短时，慢均值几乎还没填满。',
  ),
  rules: {
    optax: defineRule({
      hyper: [
        learningRate(0.001),
        beta1(0.9),
        beta2(0.999),
        decay('beta3', '\\beta_3', text('decay of the slow mean', '慢均值的衰减率'), 0.9999),
        amount('alpha', '\\alpha', text('weight of the slow mean', '慢均值的权重'), 5),
        epsilon(1e-8),
        weightDecay(0),
      ],
      slots: [
        meanSlot,
        {
          key: 'n',
          symbol: 'n',
          meaning: text('slow moving mean of gradients', '梯度的慢速滑动平均'),
        },
        squareSlot('s'),
      ],
      program: `
        m = beta1 * m + (1 - beta1) * g
        n = beta3 * n + (1 - beta3) * g
        s = beta2 * s + (1 - beta2) * g**2
        mHat = m / (1 - beta1**t)
        sHat = s / (1 - beta2**t)
        u = (mHat + alpha * n) / (sqrt(sHat) + epsilon)
        if weightDecay: u += weightDecay * w
        w -= lr * u
      `,
    }),
  },
}
