import { amount, flag, learningRate, meanSlot, momentumShare, squareSlot, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

const most = 10

const steps = {
  ...amount('newtonSchulzSteps', 'k', text('Newton–Schulz steps', 'Newton–Schulz 步数'), 5, 1),
  range: { minimum: 1, maximum: most },
}

const nesterov = {
  ...flag('nesterov', text('count on the next step’s momentum', '计入下一步的动量')),
  default: true,
}

/** One step towards the nearest orthogonal matrix. */
const iteration = (index: number): string => `
    if newtonSchulzSteps > ${index}:
        a = x.T @ x
        x = 3.4445 * x + x @ (-4.7750 * a + 2.0315 * a @ a)`

const program = `
if matrix:
    m = momentum * m + (1 - momentum) * g
    if nesterov:
        x = momentum * m / (1 - momentum**(t + 1)) + (1 - momentum) * g / (1 - momentum**t)
    else:
        x = m / (1 - momentum**t)
    x /= norm(x) + 1e-8${Array.from({ length: most }, (_, index) => iteration(index)).join('')}
    w -= lr * sqrt(max(1, columns(w) / rows(w))) * x
else:
    m = 0.9 * m + 0.1 * g
    s = 0.999 * s + 0.001 * g**2
    if nesterov:
        mHat = 0.9 * m / (1 - 0.9**(t + 1)) + 0.1 * g / (1 - 0.9**t)
    else:
        mHat = m / (1 - 0.9**t)
    sHat = s / (1 - 0.999**t)
    w -= lr * mHat / (sqrt(sHat) + 1e-8)
`

export const muon: Optimizer = {
  id: 'muon',
  name: 'Muon',
  group: 'matrix',
  paper: {
    citation: 'Jordan et al. 2024, Muon: An Optimizer for Hidden Layers in Neural Networks',
    url: 'https://kellerjordan.github.io/posts/muon/',
  },
  why: text(
    'The momentum of a weight matrix is replaced by the nearest orthogonal matrix, so that all its directions move alike, rare ones too. Biases, which are vectors, are given to AdamW.',
    '权重矩阵的动量被替换为最接近的正交矩阵，使所有方向（包括罕见方向）的步幅相同。偏置是向量，交给 AdamW 处理。',
  ),
  rules: {
    optax: defineRule({
      hyper: [learningRate(0.02), momentumShare(0.95), steps],
      flags: [nesterov],
      slots: [meanSlot, squareSlot('s')],
      program,
    }),
  },
}
