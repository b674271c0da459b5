import type { LineStyle } from '#shared/charts/palette.ts'
import type { StripLane } from '#renderer/charts/strips.ts'
import { stripNames } from '#renderer/race/strips/lanes.ts'
import type { Run } from './lanes.ts'

/** The two weights of a surface. */
export type Axis = 0 | 1

/**
 * What happened inside a lane at every step of its walk: nothing has to be recorded, for the walk knows.
 *
 * @param axis the weight looked at: x or y
 */
export function trajectoryStrips(
  { lane, rule, trajectory }: Run,
  name: string,
  look: LineStyle,
  axis: Axis,
): StripLane {
  const { steps, points, gradients, slots } = trajectory
  const each = (of: (step: number) => number): Float64Array =>
    Float64Array.from({ length: steps }, (_, step) => of(step))
  const gradient = (step: number): number => gradients[2 * step + axis]!
  const moved = (step: number): number => points[2 * step + 2 + axis]! - points[2 * step + axis]!
  const rate = (step: number): number =>
    gradient(step) === 0 ? NaN : Math.abs(moved(step) / gradient(step))
  // After the step, as a race records it; a matrix has no number of one weight.
  const held = rule.slots.flatMap((slot, index) =>
    slot.square ? [] : [(step: number) => slots[index]![2 * step + 2 + axis]!],
  )
  const columns = [gradient, moved, rate, ...held]
  const at = Uint32Array.from({ length: steps }, (_, step) => step + 1)
  return {
    ...{ id: String(lane.id), name, look, steps: at, x: Float64Array.from(at) },
    quantities: stripNames(rule, false).map((words, index) => ({
      ...words,
      values: each(columns[index]!),
    })),
  }
}
