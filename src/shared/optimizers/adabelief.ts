import { beta1, beta2, epsilon, epsilonRoot, learningRate, meanSlot, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const adabelief: Optimizer = {
  id: 'adabelief',
  name: 'AdaBelief',
  group: 'adaptive',
  paper: {
    citation:
      'Zhuang et al. 2020, AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients',
    url: 'https://arxiv.org/abs/2010.07468',
  },
  why: text(
    'Adam, but it divides by how far gradients stray from their mean, not by how large they are. Where every gradient agrees with the mean the step is long; where they scatter it is short.',
    '与 Adam 相同，但除以梯度偏离其均值的程度，而不是梯度的大小。梯度与均值一致时步长较大，分散时步长较小。',
  ),
  rules: {
    optax: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-16), epsilonRoot(1e-16)],
      slots: [
        meanSlot,
        {
          key: 's',
          symbol: 's',
          meaning: text('moving mean of squared deviations', '偏差平方的滑动平均'),
        },
      ],
      program: `
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * (g - m)**2 + epsilonRoot
        mHat = m / (1 - beta1**t)
        sHat = s / (1 - beta2**t)
        w -= lr * mHat / (sqrt(sHat) + epsilon)
      `,
    }),
  },
}
