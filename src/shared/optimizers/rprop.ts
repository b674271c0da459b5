import { amount, learningRate, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const rprop: Optimizer = {
  id: 'rprop',
  name: 'Rprop',
  group: 'sign',
  paper: {
    citation: 'Riedmiller & Braun 1993, A Direct Adaptive Method: The RPROP Algorithm',
    url: 'https://doi.org/10.1109/ICNN.1993.298623',
  },
  why: text(
    'Only the gradient’s sign counts: while it holds, a parameter’s step grows, when it flips, the step shrinks and one move is skipped. Meant for full batches, for with small ones the sign is mostly noise.',
    '只看梯度的符号：符号不变，该参数的步长就增大；符号翻转，步长缩小并跳过一次移动。它适合全批量；小批量下符号多半是噪声。',
  ),
  rules: {
    pytorch: defineRule({
      hyper: [
        learningRate(0.01),
        {
          ...amount('etaMinus', '\\eta^-', text('shrink factor', '缩小因子'), 0.5, 0, true),
          range: { minimum: 0, maximum: 1, exclusive: 'both' },
        },
        amount('etaPlus', '\\eta^+', text('growth factor', '增大因子'), 1.2, 1, true),
        amount('stepMin', '\\Delta_{\\min}', text('smallest step', '最小步长'), 1e-6),
        amount('stepMax', '\\Delta_{\\max}', text('largest step', '最大步长'), 50),
      ],
      slots: [
        {
          key: 'z',
          symbol: 'z',
          meaning: text('gradient of the step before, 0 after a flip', '上一步的梯度，翻转后为 0'),
        },
        {
          key: 'd',
          symbol: '\\Delta',
          meaning: text('step size of this parameter', '该参数的步长'),
          initial: 'lr',
        },
      ],
      program: `
        turn = g * z
        d = clip(d * where(turn > 0, etaPlus, where(turn < 0, etaMinus, 1)), stepMin, stepMax)
        z = where(turn < 0, 0, g)
        w -= d * sign(z)
      `,
      frameworks: {
        pytorch: {
          name: 'Rprop',
          arguments: {
            lr: 'lr',
            etas: ['etaMinus', 'etaPlus'],
            step_sizes: ['stepMin', 'stepMax'],
          },
          constantRate: true,
        },
      },
    }),
  },
}
