import { createRandom } from '#shared/math/random.ts'
import type { BooleanColumn } from '../table.ts'
import { classColumn, tableEndingIn } from './columns.ts'
import { amount, count, noise, rows, seed, text } from './settings.ts'
import { defineGenerator } from './types.ts'

/**
 * Features that are nearly always 0, as words in a text: feature j of d is 1 in a row with
 * probability `pⱼ = ½·j^−skew`, but in one row at least. The class is the sign of `Σ wⱼ (xⱼ − pⱼ)`
 * plus noise, where `wⱼ = ±1 / √(pⱼ (1 − pⱼ))`: a rare feature says as much, over all rows, as a
 * common one, and its weight has further to go on fewer gradients. One learning rate for all then
 * suits none; a rate of its own for each weight, which shrinks with the gradients that weight has
 * seen, suits every one.
 *
 * The features are yes and no, so that no scaling makes them dense.
 *
 * @see Duchi, Hazan & Singer 2011, Adaptive Subgradient Methods, §1.3
 */
export const sparse = defineGenerator({
  id: 'sparse',
  name: text('Sparse features', '稀疏特征'),
  description: text(
    'Many features that are rarely 1, the rare ones telling: Adagrad gives each weight the rate it needs.',
    '大量极少取 1 的特征，越稀有越有信息：Adagrad 为每个权重给出合适的学习率。',
  ),
  task: 'classification',
  settings: [
    rows(1000, 50),
    noise(0.1, text('noise on the score (share of its σ)', '得分噪声（占其 σ 的比例）')),
    seed,
    count('features', text('features', '特征数'), 200, 2, 2000),
    amount('skew', text('how fast features grow rare', '特征变稀有的速度'), 1.2, 0, 3),
  ],
  make(settings) {
    const random = createRandom(settings.seed, 'table')
    const { features: d } = settings
    const score = new Float64Array(settings.rows)
    const columns = Array.from({ length: d }, (_, index): BooleanColumn => {
      const codes = new Int32Array(settings.rows)
      const chance = 0.5 * (index + 1) ** -settings.skew
      const sign = random.below(2) === 0 ? -1 : 1
      const weight = sign / Math.sqrt(chance * (1 - chance))
      const least = random.below(settings.rows)
      for (let row = 0; row < settings.rows; row++) {
        if (row === least || random.uniform() < chance) codes[row] = 1
        score[row]! += weight * (codes[row]! - chance)
      }
      return { type: 'boolean', name: `f${index + 1}`, codes, categories: ['false', 'true'] }
    })
    // The score is a sum of d terms of variance 1.
    const deviation = settings.noise * Math.sqrt(d)
    const kind = classColumn(settings.rows, ['no', 'yes'])
    score.forEach((value, row) => {
      kind.codes[row] = value + deviation * random.normal() > 0 ? 1 : 0
    })
    return tableEndingIn('Sparse features', columns, kind)
  },
})
