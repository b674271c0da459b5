import { constant } from './constant.ts'
import { cosine } from './cosine.ts'
import { exponential } from './exponential.ts'
import { inverseTime } from './inverse-time.ts'
import { oneCycle } from './one-cycle.ts'
import { polynomial } from './polynomial.ts'
import { step } from './step.ts'
import type { Schedule } from './types.ts'

export type { Schedule } from './types.ts'

/** Every schedule, in the order lists show them. */
export const schedules: readonly Schedule[] = [
  constant,
  step,
  exponential,
  inverseTime,
  polynomial,
  cosine,
  oneCycle,
]

/** @returns the schedule of that kind, or undefined */
export function findSchedule(kind: string): Schedule | undefined {
  return schedules.find((schedule) => schedule.kind === kind)
}

/** A lane's schedule as a spec has it. */
export interface ScheduleChoice {
  readonly kind: string
  /** By key; those left out take the schedule's defaults. */
  readonly parameters: Readonly<Record<string, number>>
  /** Steps over which the rate first climbs to its own value; the schedule starts after them. */
  readonly warmup: number
}

/** @returns whether every step takes the lane's own rate */
export function isConstant({ kind, warmup }: ScheduleChoice): boolean {
  return kind === constant.kind && warmup === 0
}

/**
 * @param budget as `rateOf` takes it
 * @returns every parameter of the schedule, by key
 */
export function settingsOf(choice: ScheduleChoice, budget: number): Record<string, number> {
  const rest = Math.max(1, budget - choice.warmup)
  return Object.fromEntries(
    (findSchedule(choice.kind)?.parameters ?? []).map(({ key, default: value }) => [
      key,
      choice.parameters[key] ?? (value === 'budget' ? rest : value),
    ]),
  )
}

/**
 * The rate of each step. A warm-up of w steps takes the shares 1/w, 2/w … 1 of the lane's rate; the
 * schedule after it starts at its own step 0, which takes that rate once more.
 *
 * @param budget steps of the whole run, for schedules that last as long as it does; what is trained
 *   beyond it is trained at the rate on which they ended
 * @returns the rate of step t, from 0, for a lane's own rate
 */
export function rateOf(
  choice: ScheduleChoice,
  budget: number,
): (rate: number, t: number) => number {
  const schedule = findSchedule(choice.kind)
  if (!schedule) throw new Error(`no schedule ${choice.kind}`)
  const { warmup } = choice
  const parameters = settingsOf(choice, budget)
  return (rate, t) =>
    t < warmup ? (rate * (t + 1)) / warmup : schedule.rate(rate, t - warmup, parameters)
}
