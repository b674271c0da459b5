import { createRandom } from '#shared/math/random.ts'
import { numberColumns, tableEndingIn } from './columns.ts'
import { amount, count, noise, rows, seed, text } from './settings.ts'
import { defineGenerator } from './types.ts'

/**
 * `y = Σ wᵢ xᵢ + b + noise`, all of w, b and x standard normal; a share of the rows, drawn at
 * random, lies off by `±reach·(1 + uniform)` more.
 */
export const linear = defineGenerator({
  id: 'linear',
  name: text('Linear with outliers', '带离群点的线性数据'),
  description: text(
    'A plane with noise, and some rows far off it: their squared errors pull every gradient.',
    '带噪声的线性关系，少数行远离：它们的平方误差左右每次梯度。',
  ),
  task: 'regression',
  settings: [
    rows(300),
    noise(0.3, text('noise on y (σ)', 'y 的噪声 (σ)')),
    seed,
    count('features', text('features', '特征数'), 3, 1, 100),
    amount('outliers', text('share of outliers', '离群点占比'), 0.05, 0, 0.5),
    amount('reach', text('how far off outliers lie', '离群点偏离幅度'), 10, 0, 1000),
  ],
  make(settings) {
    const random = createRandom(settings.seed, 'table')
    const features = numberColumns(settings.features, settings.rows)
    const weights = features.map(() => random.normal())
    const bias = random.normal()
    const values = new Float64Array(settings.rows)
    for (let row = 0; row < settings.rows; row++) {
      let sum = bias + settings.noise * random.normal()
      features.forEach((feature, index) => {
        const x = random.normal()
        feature.values[row] = x
        sum += weights[index]! * x
      })
      values[row] = sum
    }
    const order = Int32Array.from(values.keys())
    random.shuffle(order)
    for (const row of order.subarray(0, Math.round(settings.outliers * settings.rows))) {
      const side = random.below(2) === 0 ? -1 : 1
      values[row]! += side * settings.reach * (1 + random.uniform())
    }
    return tableEndingIn('Linear with outliers', features, { type: 'number', name: 'y', values })
  },
})
