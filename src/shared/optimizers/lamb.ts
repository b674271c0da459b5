import {
  beta1,
  beta2,
  epsilon,
  epsilonRoot,
  learningRate,
  meanSlot,
  squareSlot,
  text,
  weightDecay,
} from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const lamb: Optimizer = {
  id: 'lamb',
  name: 'LAMB',
  group: 'layerWise',
  paper: {
    citation:
      'You et al. 2020, Large Batch Optimization for Deep Learning: Training BERT in 76 minutes',
    url: 'https://arxiv.org/abs/1904.00962',
  },
  why: text(
    'Adam’s step, scaled for every tensor to that tensor’s own norm. So each layer changes by the same share of itself, which keeps very large batches with large rates stable.',
    '把 Adam 的步长按张量缩放到与该张量范数成比例。各层变化的比例因此相同，很大的批量配合大的学习率也能保持稳定。',
  ),
  rules: {
    optax: defineRule({
      hyper: [
        learningRate(0.001),
        beta1(0.9),
        beta2(0.999),
        epsilon(1e-6),
        epsilonRoot(0),
        weightDecay(0),
      ],
      slots: [meanSlot, squareSlot('s')],
      symbols: { ratio: '\\phi_t' },
      program: `
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        mHat = m / (1 - beta1**t)
        sHat = s / (1 - beta2**t)
        u = mHat / (sqrt(sHat + epsilonRoot) + epsilon)
        if weightDecay: u += weightDecay * w
        ratio = where(norm(w) == 0 or norm(u) == 0, 1, norm(w) / norm(u))
        w -= lr * ratio * u
      `,
    }),
  },
}
