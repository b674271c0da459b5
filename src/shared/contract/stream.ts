import { z } from '../schema.ts'
import { metrics } from '../experiment/spec.ts'
import { errorDataSchema } from './errors.ts'

/*
 * What flows from a trainer process to a reader, over a port of its own: numbered messages, of
 * which the reader acknowledges each. A reader that lags gets merged messages, thinned if need be,
 * never a growing queue, and always the last point and the end.
 */

const float64 = z.instanceof(Float64Array)

/** Metric rows as columns of equal length; one row per run and recorded point. */
export const metricColumnsSchema = z.object({
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

/** One run's inner state around one recorded step. Slots lie one behind the other, as the rule declares them. */
export const snapshotSchema = z.object({
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

/** What can end a run before its budget. */
export const endings = ['diverged', 'target', 'patience'] as const

/** Something that happened to one run, once. */
export const runEventSchema = z.object({
  run: z.int().min(0),
  /** The step it happened in, from 1; a run that ends here keeps the parameters this step left. */
  step: z.int().min(1),
  kind: z.enum(endings),
  /** Whether the run ends here. A run that diverged goes on where the spec says so. */
  ends: z.boolean(),
  /** Of a divergence. */
  divergence: z
    .object({
      /** What was not finite first, in the order a step computes them. */
      first: z.enum(['loss', 'gradient', 'slot', 'parameter']),
      /** Of a slot: its key. */
      slot: z.string().optional(),
      /** Which of the run's parameters, flat; undefined of a loss, and of a slot that is a square matrix. */
      index: z.int().min(0).optional(),
      /** Euclidean norm of the parameters before the step. */
      parameters: z.number().min(0),
      /** Euclidean norm of the batch gradient one step before; the first step has none before it. */
      gradient: z.number().min(0).optional(),
      /** The learning rate one step before, likewise, and undefined for a rule without one. */
      rate: z.number().optional(),
    })
    .optional(),
})

export type RunEvent = z.output<typeof runEventSchema>

/** A lane's learning rate, changed by hand: each process that has runs of the lane tells it. */
export const rateChangeSchema = z.object({
  /** When it was asked for; the processes tell the same. */
  at: z.iso.datetime(),
  /** The lane's id. */
  lane: z.string(),
  rate: z.number(),
  /** The rate is in force behind this step of that process. */
  step: z.int().min(0),
})

export type RateChange = z.output<typeof rateChangeSchema>

/** Where a lane's first seed stands at the start or at a recorded point. */
export const pathPointSchema = z.object({
  run: z.int().min(0),
  /** 0 is the start. */
  step: z.int().min(0),
  /** Flat, as `layoutOf` lays them out. */
  parameters: float64,
  /** Validation rows by true and predicted class, `[classes × classes]`; empty in regression. */
  confusion: z.instanceof(Uint32Array),
})

export type PathPoint = z.output<typeof pathPointSchema>

export const phases = ['running', 'paused', 'finished', 'stopped', 'failed'] as const
export type Phase = (typeof phases)[number]

export const streamMessageSchema = z.object({
  sequence: z.int().min(1),
  columns: metricColumnsSchema,
  snapshots: z.array(snapshotSchema),
  paths: z.array(pathPointSchema),
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
export type Acknowledgement = z.output<typeof acknowledgementSchema>
