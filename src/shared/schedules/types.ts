import type { HyperParameter } from '../rules/rule.ts'
import type { LocalizedText } from '../text.ts'

/**
 * A number that shapes a schedule. The default `budget` stands for the steps that the race's first
 * budget leaves after the warm-up.
 */
export interface ScheduleParameter<Key extends string = string> extends Omit<
  HyperParameter<Key>,
  'default'
> {
  readonly default: number | 'budget'
  /** Counts something: whole numbers only. */
  readonly whole?: boolean
}

/** How a learning rate changes from step to step. */
export interface Schedule<Key extends string = string> {
  readonly kind: string
  readonly name: LocalizedText
  readonly parameters: readonly ScheduleParameter<Key>[]
  /** KaTeX source, in the symbols of its parameters, η₀ (the lane's rate) and t (the step, from 0). */
  readonly formula: string
  /**
   * What `rate` does, as lines of Python that change `rate`; in t, its parameters by their keys, and
   * floor, cos and pi. Exported scripts run it.
   */
  readonly code: string
  /**
   * The rate of a step.
   *
   * @param rate the lane's own rate
   * @param t steps after the warm-up, from 0
   */
  readonly rate: (rate: number, t: number, parameters: Readonly<Record<Key, number>>) => number
}

/** Checks a schedule's keys against its rate while it is written, then forgets them. */
export function defineSchedule<const K extends string = never>(schedule: Schedule<K>): Schedule {
  return schedule as unknown as Schedule
}
