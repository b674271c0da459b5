import { correctedMean, correctedSquare, kerasRate } from './adam.ts'
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
import { powerOf } from './powers.ts'
import { defineRule, type Optimizer, type Term } from './types.ts'

/** The parameter shrunk towards zero before the step. */
const shrunk: Term = {
  key: 'q',
  symbol: "w'",
  value: ({ p, lr, weightDecay: lambda }) => p! * (1 - lr! * lambda!),
}

export const adamw: Optimizer = {
  id: 'adamw',
  name: 'AdamW',
  paper: {
    citation: 'Loshchilov & Hutter 2019, Decoupled Weight Decay Regularization',
    url: 'https://arxiv.org/abs/1711.05101',
  },
  why: text(
    'Adam, but the weights are shrunk directly instead of through the gradient. So the decay is not divided by the root mean square, and large-gradient weights decay like all others.',
    '与 Adam 相同，但权重直接收缩，而不是经由梯度。衰减不会再被均方根除掉，梯度大的权重也与其他权重一样衰减。',
  ),
  rules: {
    pytorch: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-8), weightDecay(0.01)],
      slots: [meanSlot, squareSlot('s')],
      terms: [shrunk, correctedMean, correctedSquare],
      formula: ({
        p,
        pNext,
        q,
        m,
        mNext,
        s,
        sNext,
        g,
        t,
        lr,
        beta1: a,
        beta2: b,
        mHat,
        sHat,
        epsilon: eps,
        weightDecay: lambda,
      }) => [
        `${q} = ${p} \\cdot (1 - ${lr} \\cdot ${lambda})`,
        `${mNext} = ${a} \\cdot ${m} + (1 - ${a}) \\cdot ${g}`,
        `${sNext} = ${b} \\cdot ${s} + (1 - ${b}) \\cdot ${g}^2`,
        `${mHat} = \\frac{${mNext}}{1 - ${a}^{${t}}} \\qquad ${sHat} = \\frac{${sNext}}{1 - ${b}^{${t}}}`,
        `${pNext} = ${q} - ${lr} \\cdot \\frac{${mHat}}{\\sqrt{${sHat}} + ${eps}}`,
      ],
      code: 'w *= 1 - lr * weightDecay\nm = beta1 * m + (1 - beta1) * g\ns = beta2 * s + (1 - beta2) * g**2\nmHat = m / (1 - beta1**t)\nsHat = s / (1 - beta2**t)\nw -= lr * mHat / (sqrt(sHat) + epsilon)',
      frameworks: {
        pytorch: {
          name: 'AdamW',
          arguments: {
            lr: 'lr',
            betas: ['beta1', 'beta2'],
            eps: 'epsilon',
            weight_decay: 'weightDecay',
          },
        },
      },
      step(
        parameters,
        gradients,
        { m, s },
        { lr, beta1: a, beta2: b, epsilon: eps, weightDecay: lambda },
        t,
      ) {
        const rate = lr / (1 - powerOf(a, t))
        const squareFactor = 1 / (1 - powerOf(b, t))
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const mean = a * m[i]! + (1 - a) * g
          const square = b * s[i]! + (1 - b) * g * g
          m[i] = mean
          s[i] = square
          parameters[i] =
            parameters[i]! * (1 - lr * lambda) -
            (rate * mean) / (Math.sqrt(square * squareFactor) + eps)
        }
      },
    }),
    keras: defineRule({
      hyper: [learningRate(0.001), beta1(0.9), beta2(0.999), epsilon(1e-7), weightDecay(0.004)],
      slots: [meanSlot, squareSlot('s')],
      terms: [shrunk, kerasRate()],
      formula: ({
        p,
        pNext,
        q,
        m,
        mNext,
        s,
        sNext,
        g,
        t,
        lr,
        rate,
        beta1: a,
        beta2: b,
        epsilon: eps,
        weightDecay: lambda,
      }) => [
        `${q} = ${p} \\cdot (1 - ${lr} \\cdot ${lambda})`,
        `${rate} = ${lr} \\cdot \\frac{\\sqrt{1 - ${b}^{${t}}}}{1 - ${a}^{${t}}}`,
        `${mNext} = ${a} \\cdot ${m} + (1 - ${a}) \\cdot ${g}`,
        `${sNext} = ${b} \\cdot ${s} + (1 - ${b}) \\cdot ${g}^2`,
        `${pNext} = ${q} - ${rate} \\cdot \\frac{${mNext}}{\\sqrt{${sNext}} + ${eps}}`,
      ],
      code: 'w *= 1 - lr * weightDecay\nrate = lr * sqrt(1 - beta2**t) / (1 - beta1**t)\nm = beta1 * m + (1 - beta1) * g\ns = beta2 * s + (1 - beta2) * g**2\nw -= rate * m / (sqrt(s) + epsilon)',
      frameworks: {
        keras: {
          name: 'AdamW',
          arguments: {
            learning_rate: 'lr',
            weight_decay: 'weightDecay',
            beta_1: 'beta1',
            beta_2: 'beta2',
            epsilon: 'epsilon',
          },
        },
      },
      step(
        parameters,
        gradients,
        { m, s },
        { lr, beta1: a, beta2: b, epsilon: eps, weightDecay: lambda },
        t,
      ) {
        const rate = (lr * Math.sqrt(1 - powerOf(b, t))) / (1 - powerOf(a, t))
        for (let i = 0; i < parameters.length; i++) {
          const g = gradients[i]!
          const mean = a * m[i]! + (1 - a) * g
          const square = b * s[i]! + (1 - b) * g * g
          m[i] = mean
          s[i] = square
          parameters[i] =
            parameters[i]! * (1 - lr * lambda) - (rate * mean) / (Math.sqrt(square) + eps)
        }
      },
    }),
  },
}
