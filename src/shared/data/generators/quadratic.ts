import { createRandom, type Random } from '#shared/math/random.ts'
import { numberColumns, tableEndingIn } from './columns.ts'
import { amount, count, noise, rows, seed, text } from './settings.ts'
import { defineGenerator } from './types.ts'

/**
 * Linear regression whose mean squared error is a quadratic of a given condition number κ.
 *
 * Over all rows, unscaled, the features' second moments are `R diag(λ) Rᵀ`, λ spaced evenly in
 * logarithm from 1 down to 1/κ, and their means are 0. So the Hessian of the loss by weights and
 * bias is twice `diag(R diag(λ) Rᵀ, 1)`: its condition number is κ. R is a random rotation, or the
 * identity where `turned` is 0: a diagonal preconditioner can undo only the latter. The target is
 * `Σ uᵢ zᵢ` over the principal directions zᵢ of unit variance, u standard normal, so that every
 * direction holds its share of the loss and the flattest is the last to be learned.
 */
export const quadratic = defineGenerator({
  id: 'quadratic',
  name: text('Ill-conditioned quadratic', '病态二次型'),
  description: text(
    'A linear regression whose loss is a valley of the condition number you give: momentum follows its floor.',
    '损失为给定条件数狭谷的线性回归：动量能沿谷底前进。',
  ),
  task: 'regression',
  scaling: 'none',
  settings: [
    rows(200, 100),
    noise(0, text('noise on y (σ)', 'y 的噪声 (σ)')),
    seed,
    count('features', text('features', '特征数'), 2, 2, 50),
    amount('condition', text('condition number', '条件数'), 100, 1, 1e8),
    count('turned', text('turned off the axes (0 or 1)', '偏离坐标轴（0 或 1）'), 1, 0, 1),
  ],
  make(settings) {
    const random = createRandom(settings.seed, 'table')
    const { rows: n, features: d } = settings
    const ones = new Float64Array(n).fill(1 / Math.sqrt(n))
    const directions = orthonormal(random, d, n, [ones])
    const rotation = orthonormal(random, d, d, [])
    const features = numberColumns(d, n)
    const values = new Float64Array(n)
    directions.forEach((direction, index) => {
      const spread = settings.condition ** (-index / (d - 1) / 2)
      const share = random.normal()
      for (let row = 0; row < n; row++) {
        const z = Math.sqrt(n) * direction[row]!
        values[row]! += share * z
        if (settings.turned === 0) features[index]!.values[row] = spread * z
        else
          for (let j = 0; j < d; j++) features[j]!.values[row]! += rotation[index]![j]! * spread * z
      }
    })
    for (let row = 0; row < n; row++) values[row]! += settings.noise * random.normal()
    return tableEndingIn('Ill-conditioned quadratic', features, {
      type: 'number',
      name: 'y',
      values,
    })
  },
})

/** @returns random vectors of length 1, at right angles to one another and to those given */
function orthonormal(
  random: Random,
  count: number,
  length: number,
  given: readonly Float64Array[],
): Float64Array[] {
  const found: Float64Array[] = []
  while (found.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal())
    // Gram–Schmidt, twice: what rounding leaves over at first is gone then.
    for (const other of [...given, ...found, ...given, ...found]) {
      const part = dot(vector, other)
      for (let i = 0; i < length; i++) vector[i]! -= part * other[i]!
    }
    const size = Math.sqrt(dot(vector, vector))
    if (size > 1e-6) found.push(vector.map((value) => value / size))
  }
  return found
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
