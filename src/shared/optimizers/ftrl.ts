import { amount, initialAccumulator, learningRate, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const ftrl: Optimizer = {
  id: 'ftrl',
  name: 'FTRL',
  group: 'adaptive',
  paper: {
    citation: 'McMahan et al. 2013, Ad Click Prediction: a View from the Trenches',
    url: 'https://doi.org/10.1145/2487575.2488200',
  },
  why: text(
    'It solves, each step, for the parameter that would have been best on all gradients so far, near zero by preference. With an L1 share, weights of rare features stay exactly zero.',
    '每一步都求解：对迄今所有梯度而言最好、又尽量接近零的参数。加入 L1 项后，稀有特征的权重会恰好为零。',
  ),
  rules: {
    keras: defineRule({
      hyper: [
        learningRate(0.001),
        {
          ...amount(
            'learningRatePower',
            'q',
            text('power of the rate’s decay', '学习率衰减的幂'),
            -0.5,
          ),
          range: { minimum: -10, maximum: 0 },
        },
        initialAccumulator(0.1),
        amount('l1', '\\lambda_1', text('L1 penalty', 'L1 惩罚'), 0),
        amount('l2', '\\lambda_2', text('L2 penalty', 'L2 惩罚'), 0),
        amount('beta', '\\beta', text('smoothing of the rate', '学习率平滑项'), 0),
      ],
      slots: [
        {
          key: 'n',
          symbol: 'n',
          meaning: text('sum of squared gradients', '梯度平方的累加和'),
          initial: 'initialAccumulator',
        },
        { key: 'z', symbol: 'z', meaning: text('linear term of the problem', '问题的线性项') },
      ],
      program: `
        before = n**-learningRatePower
        n += g**2
        after = n**-learningRatePower
        z += g - (after - before) / lr * w
        h = after / lr + 2 * l2 + beta / lr
        w = (clip(z, -l1, l1) - z) / h
      `,
      frameworks: {
        keras: {
          name: 'Ftrl',
          arguments: {
            learning_rate: 'lr',
            learning_rate_power: 'learningRatePower',
            initial_accumulator_value: 'initialAccumulator',
            l1_regularization_strength: 'l1',
            l2_regularization_strength: 'l2',
            beta: 'beta',
          },
        },
      },
    }),
  },
}
