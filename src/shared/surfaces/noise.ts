import { createRandom } from '../math/random.ts'

/**
 * Gradient noise as mini-batches make it: an independent normal deviate on each axis at each step.
 * One seed gives every lane the same noise at the same step, as one batch order would.
 *
 * @param deviation its standard deviation, in units of the gradient; 0 is no noise
 * @returns `[steps × 2]`
 */
export function gradientNoise(
  deviation: number,
  seed: number,
  steps: number,
): Float64Array | undefined {
  if (deviation === 0) return undefined
  const random = createRandom(seed, 'noise')
  return Float64Array.from({ length: steps * 2 }, () => deviation * random.normal())
}
