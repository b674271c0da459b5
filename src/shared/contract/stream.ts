import { z } from '../schema.ts'
import { rateChangeSchema, runEventSchema } from '../experiment/events.ts'
import { metrics } from '../metrics/index.ts'
import { errorDataSchema } from './errors.ts'

/*
 * What flows from a trainer process to a reader, over a port of its own: numbered messages, of
 * which the reader acknowledges each. A reader that lags gets merged messages, thinned if need be,
 * never a growing queue, and always the last point and the end.
 */

const float64 = z.instanceof(Float64Array)

/** Metric rows as columns of equal length; one row per run and recorded point. */
const metricColumnsSchema = z.object({
  /** The run's index in the race, lane-major over all lanes and seeds. */
  run: z.instanceof(Uint32Array),
  step: z.instanceof(Uint32Array),
  /** Training rows seen. */
  samples: float64,
  /** Seconds of training, pauses and pacing left out. */
  seconds: float64,
  metrics: z.partialRecord(z.enum(metrics), float64),
})

export type MetricColumns = z.output<typeof metricColumnsSchema>

/** One run's inner state around one recorded step. Slots lie one after the other, as the rule declares them. */
const snapshotSchema = z.object({
  run: z.int().min(0),
  step: z.int().min(1),
  /** Before the step. */
  before: z.object({ parameters: float64, slots: float64 }),
  /** As the rule was given them: clipped, and with coupled decay added. */
  gradients: float64,
  /** After the step. */
  after: z.object({ parameters: float64, slots: float64 }),
  /** Validation rows by true and predicted class after the step, `[classes × classes]`; empty in regression. */
  confusion: z.instanceof(Uint32Array),
})

export type Snapshot = z.output<typeof snapshotSchema>

/** @returns numbers in a snapshot */
export function snapshotSize({ before, after, gradients, confusion }: Snapshot): number {
  const size = (state: Snapshot['before']): number => state.parameters.length + state.slots.length
  return size(before) + size(after) + gradients.length + confusion.length
}

export { endings, type RateChange, type RunEvent } from '../experiment/events.ts'

/** Where a lane's first seed stands at the start or at a recorded point. */
const pathPointSchema = z.object({
  run: z.int().min(0),
  /** 0 is the start. */
  step: z.int().min(0),
  /** Flat, as `layoutOf` lays them out. */
  parameters: float64,
  /** Validation rows by true and predicted class, `[classes × classes]`; empty in regression. */
  confusion: z.instanceof(Uint32Array),
})

export type PathPoint = z.output<typeof pathPointSchema>

/** @returns numbers in a point of a path */
export function pathSize({ parameters, confusion }: PathPoint): number {
  return parameters.length + confusion.length
}

/** Inside a lane's first seed around one step; see `followedWeights` and `stripRhythm`. */
const stripPointSchema = z.object({
  run: z.int().min(0),
  step: z.int().min(1),
  /**
   * Of each quantity (gradient as the rule was given it, step taken, effective rate, then slot by slot
   * what it holds after the step) the quartiles of magnitudes over a sample of all weights, then the
   * followed weights' own; seven digits.
   */
  values: float64,
})

export type StripPoint = z.output<typeof stripPointSchema>

export const phases = ['running', 'paused', 'finished', 'stopped', 'failed'] as const
export type Phase = (typeof phases)[number]

export const streamMessageSchema = z.object({
  sequence: z.int().min(1),
  columns: metricColumnsSchema,
  snapshots: z.array(snapshotSchema),
  paths: z.array(pathPointSchema),
  /** Never thinned out: they are few of any race. Left out where there are none. */
  strips: z.array(stripPointSchema).optional(),
  /** Never thinned out. */
  events: z.array(runEventSchema),
  /** Likewise. */
  rates: z.array(rateChangeSchema),
  /** The phase of this process's share of the race. */
  phase: z.enum(phases),
  /** Steps done by this process's share. */
  step: z.int().min(0),
  error: errorDataSchema.optional(),
})

export type StreamMessage = z.output<typeof streamMessageSchema>

export const acknowledgementSchema = z.object({ acknowledge: z.int().min(1) })
