import { text } from '../optimizers/hyper.ts'
import type { ScheduleParameter } from './types.ts'

/* Declarations that several schedules share. */

/** Steps until the schedule has run its course; afterwards the rate stays. */
export const overSteps: ScheduleParameter<'steps'> = {
  key: 'steps',
  symbol: 'T',
  label: text('steps', '步数'),
  default: 'budget',
  whole: true,
  range: { minimum: 1, maximum: 1e9 },
}

/** The rate it ends on. */
export const endRate: ScheduleParameter<'end'> = {
  key: 'end',
  symbol: '\\eta_T',
  label: text('final rate', '最终学习率'),
  default: 0,
  range: { minimum: 0, maximum: 1000 },
}

/** A factor that shrinks the rate again and again. */
export const shrinkFactor = (value: number): ScheduleParameter<'gamma'> => ({
  key: 'gamma',
  symbol: '\\gamma',
  label: text('factor', '衰减因子'),
  default: value,
  range: { minimum: 0, maximum: 1, exclusive: 'minimum' },
})
