import { text } from '../optimizers/hyper.ts'
import { defineInitial } from './types.ts'

export const normal = defineInitial({
  kind: 'normal',
  name: text('normal', '正态分布'),
  parameters: [
    {
      key: 'deviation',
      symbol: '\\sigma',
      label: text('standard deviation', '标准差'),
      default: 0.01,
      range: { minimum: 0, maximum: 100 },
    },
  ],
  formula: 'w \\sim \\mathcal{N}(0, \\sigma^2)',
  draw(weights, random, _layer, { deviation }) {
    for (let i = 0; i < weights.length; i++) weights[i] = deviation * random.normal()
  },
})
