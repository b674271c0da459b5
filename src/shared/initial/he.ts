import { text } from '../optimizers/hyper.ts'
import { defineInitial } from './types.ts'

/**
 * Normal, with twice Glorot's variance by inputs: a ReLU lets only half of it through.
 *
 * @see He et al. 2015, Delving Deep into Rectifiers
 */
export const he = defineInitial({
  kind: 'he',
  name: text('He normal', 'He 正态分布'),
  parameters: [],
  formula: 'w \\sim \\mathcal{N}\\left(0, \\tfrac{2}{n}\\right)',
  draw(weights, random, { inputs }) {
    const deviation = Math.sqrt(2 / inputs)
    for (let i = 0; i < weights.length; i++) weights[i] = deviation * random.normal()
  },
})
