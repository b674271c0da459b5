import { createRandom } from '../math/random.ts'
import { walk, type Trajectory, type WalkOptions } from './walk.ts'

/** The next float64 above a number. */
export function nextAfter(value: number): number {
  if (!Number.isFinite(value)) return value
  const bits = new BigInt64Array(1)
  const number = new Float64Array(bits.buffer)
  number[0] = value === 0 ? 0 : value
  bits[0] = bits[0]! + (value >= 0 ? 1n : -1n)
  return number[0]
}

const nudges = [nextAfter, (value: number): number => value, (value: number) => -nextAfter(-value)]

/** How many nudged paths are compared; each nudges in an order of its own. */
const paths = 8

/**
 * How far apart, after each step, paths are whose gradients are taken one float64 beside the point,
 * at each step to another side, which is about what rounding does to any correct program. Where
 * this is more than a comparison allows, rounding decides the path, and two correct programs may
 * differ.
 *
 * @returns `[steps + 1]`, the largest difference of a coordinate or value, relative to max(1, |value|);
 *   infinite where only some of the paths have a finite point
 */
export function roundingSpread(options: WalkOptions, trajectory: Trajectory): Float64Array {
  const { surface, steps } = options
  const spread = new Float64Array(steps + 1)
  for (let path = 1; path <= paths; path++) {
    const random = createRandom(path, 'nudges')
    const nudge = (value: number): number => nudges[random.below(nudges.length)]!(value)
    const other = walk({
      ...options,
      surface: {
        value: surface.value,
        gradient: (x, y, into) => surface.gradient(nudge(x), nudge(y), into),
      },
    })
    for (let step = 0; step <= steps; step++) {
      spread[step] = Math.max(spread[step]!, apart(trajectory, other, step))
    }
  }
  return spread
}

/** The largest difference between two trajectories after a step, relative to max(1, |value|). */
function apart(a: Trajectory, b: Trajectory, step: number): number {
  if (step > a.steps || step > b.steps) return a.steps === b.steps ? 0 : Infinity
  const difference = (p: number, q: number): number => Math.abs(p - q) / Math.max(1, Math.abs(p))
  return Math.max(
    difference(a.points[2 * step]!, b.points[2 * step]!),
    difference(a.points[2 * step + 1]!, b.points[2 * step + 1]!),
    difference(a.values[step]!, b.values[step]!),
  )
}
