import {
  amount,
  epsilon,
  learningRate,
  momentumShare,
  text,
  velocitySlot,
  weightDecay,
} from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const lars: Optimizer = {
  id: 'lars',
  name: 'LARS',
  group: 'layerWise',
  paper: {
    citation: 'You, Gitman & Ginsburg 2017, Large Batch Training of Convolutional Networks',
    url: 'https://arxiv.org/abs/1708.03888',
  },
  why: text(
    'Momentum in which every tensor’s gradient is first scaled to a fixed share of that tensor’s norm. Layers with tiny weights and huge gradients can no longer be blown apart by a rate that suits the others.',
    '先把每个张量的梯度缩放到该张量范数的固定比例，再进入动量。权重很小而梯度很大的层，不会再被适合其他层的学习率毁掉。',
  ),
  rules: {
    optax: defineRule({
      hyper: [
        learningRate(0.1),
        weightDecay(0),
        amount('trustCoefficient', '\\kappa', text('trust coefficient', '信任系数'), 0.001),
        epsilon(0),
        momentumShare(0.9),
      ],
      slots: [velocitySlot],
      symbols: { ratio: '\\phi_t' },
      program: `
        if weightDecay: g += weightDecay * w
        ratio = where(norm(w) == 0 or norm(g) == 0, 1, trustCoefficient * norm(w) / (norm(g) + epsilon))
        v = momentum * v + lr * ratio * g
        w -= v
      `,
    }),
  },
}
