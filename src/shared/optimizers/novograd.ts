import { beta1, beta2, epsilon, epsilonRoot, learningRate, text, weightDecay } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const novograd: Optimizer = {
  id: 'novograd',
  name: 'NovoGrad',
  group: 'layerWise',
  paper: {
    citation:
      'Ginsburg et al. 2019, Stochastic Gradient Methods with Layer-wise Adaptive Moments for Training of Deep Networks',
    url: 'https://arxiv.org/abs/1905.11286',
  },
  why: text(
    'Each gradient is divided by the root of a moving mean of its whole tensor’s squared norm, then joins a momentum. A layer’s step no longer depends on how large its gradients are, and only one number a tensor is kept.',
    '每个梯度先除以所在张量范数平方的滑动平均的平方根，再进入动量。各层的步长不再取决于梯度大小，而每个张量只需保存一个数。',
  ),
  rules: {
    optax: defineRule({
      hyper: [
        learningRate(0.01),
        beta1(0.9),
        beta2(0.25),
        epsilon(1e-6),
        epsilonRoot(0),
        weightDecay(0),
      ],
      slots: [
        {
          key: 'm',
          symbol: 'm',
          meaning: text('velocity of normalised gradients', '归一化梯度的速度'),
        },
        {
          key: 'n',
          symbol: 'n',
          meaning: text(
            'moving mean of the tensor’s squared gradient norm',
            '张量梯度范数平方的滑动平均',
          ),
        },
      ],
      program: `
        n = where(t > 1, beta2 * n + (1 - beta2) * sum(g**2), sum(g**2))
        u = g / (sqrt(n + epsilonRoot) + epsilon)
        if weightDecay: u += weightDecay * w
        m = beta1 * m + u
        w -= lr * m
      `,
    }),
  },
}
