import type { RaceDescription } from '../data/describe.ts'
import type { ExperimentSpec } from '../experiment/spec.ts'
import { createSchedule } from './schedule.ts'

/** Multiplications and additions that a process does in a second or two. */
const most = 2e9
/** What a step costs besides them, in their number. */
const perStep = 30_000

/**
 * Whether a race takes so little that it may run beside whatever else does: the tutorial's experiment
 * does, whatever its pace.
 */
export function isQuick(spec: ExperimentSpec, race: RaceDescription): boolean {
  const { lanes, seeds, parameters, steps, trainRows } = race
  const { batch } = createSchedule(spec, trainRows)
  return steps * (lanes * seeds * parameters * batch * 6 + perStep) <= most
}
