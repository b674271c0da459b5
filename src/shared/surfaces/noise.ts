import { createRandom } from '../math/random.ts'
import type { Disturb } from './walk.ts'

/**
 * Gradient noise as mini-batches make it: an independent normal deviate on each axis at each step.
 * One seed gives every racer the same noise at the same step, as one batch order would.
 *
 * @param deviation its standard deviation, in units of the gradient; 0 is no noise
 */
export function gradientNoise(deviation: number, seed: number, steps: number): Disturb | undefined {
  if (deviation === 0) return undefined
  const random = createRandom(seed, 'noise')
  const deviates = Float64Array.from({ length: steps * 2 }, () => deviation * random.normal())
  return (gradient, step) => {
    gradient[0]! += deviates[2 * step - 2]!
    gradient[1]! += deviates[2 * step - 1]!
  }
}
