import { text } from '../optimizers/hyper.ts'
import { defineInitial } from './types.ts'

/**
 * Uniform, so wide that sigmoids and tanhs pass on values and gradients about as large as they get
 * them.
 *
 * @see Glorot & Bengio 2010, Understanding the Difficulty of Training Deep Feedforward Neural Networks
 */
export const glorot = defineInitial({
  kind: 'glorot',
  name: text('Glorot uniform', 'Glorot 均匀分布'),
  parameters: [],
  formula:
    'w \\sim \\mathcal{U}\\left(-\\sqrt{\\tfrac{6}{n + m}}, \\sqrt{\\tfrac{6}{n + m}}\\right)',
  draw(weights, random, { inputs, outputs }) {
    const limit = Math.sqrt(6 / (inputs + outputs))
    for (let i = 0; i < weights.length; i++) weights[i] = limit * (2 * random.uniform() - 1)
  },
})
