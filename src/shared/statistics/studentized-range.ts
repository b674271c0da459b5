import { normalBelow } from './distributions.ts'

/** Beyond so many deviations the normal density adds nothing to a double. */
const reach = 9
/** The trapezoid rule is all but exact for what dies off at both ends. */
const width = 1 / 16

const points = Array.from({ length: (2 * reach) / width + 1 }, (_, at) => at * width - reach)
const weights = points.map((z) => (width * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI))
const below = points.map(normalBelow)

/**
 * The distribution function of the range of so many independent standard normal values, which is the
 * studentized range of infinitely many degrees of freedom: k ∫ φ(z) (Φ(z) − Φ(z − q))^(k−1) dz.
 *
 * @see Lund & Lund 1983, Algorithm AS 190: Probabilities and Upper Quantiles for the Studentized Range
 */
export function rangeBelow(q: number, count: number): number {
  if (q <= 0) return 0
  let sum = 0
  points.forEach((z, at) => {
    sum += weights[at]! * (below[at]! - normalBelow(z - q)) ** (count - 1)
  })
  return Math.min(1, count * sum)
}

const known = new Map<string, number>()

/** @returns the range that so many values exceed with that chance */
export function rangeQuantile(above: number, count: number): number {
  const key = `${above} ${count}`
  const before = known.get(key)
  if (before !== undefined) return before
  let low = 0
  let high = 1
  while (rangeBelow(high, count) < 1 - above) high *= 2
  // To the last bits of a double.
  for (let step = 0; step < 60 && high - low > 1e-13 * high; step++) {
    const middle = (low + high) / 2
    if (rangeBelow(middle, count) < 1 - above) low = middle
    else high = middle
  }
  const quantile = (low + high) / 2
  known.set(key, quantile)
  return quantile
}
