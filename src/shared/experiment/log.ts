import { errorDataSchema } from '../errors.ts'
import { metrics, type Metric } from '../metrics/index.ts'
import { z } from '../schema.ts'
import { rateChangeSchema, runEventSchema } from './events.ts'
import { raceShapeSchema } from './shape.ts'

/*
 * A run's record on disk: a folder with `spec.json` (the experiment, every default filled in),
 * `run.json` (on what it ran) and `log.jsonl` (what happened, a record a line, only ever appended).
 */

/**
 * The form of a run's folder; raised when an older reader could not read it. Folders of every earlier
 * form are read too: 1 knew nothing of checkpoints and of going on from one, 2 nothing of checksums and of
 * records in parts, 3 nothing of strips, 4 nothing of seeds that were added.
 */
export const logVersion = 5

/** The form in which a run is begun: only seeds that are added to it bring it to the next. */
export const begunVersion = 4

const step = z.int().min(0)
const at = z.iso.datetime()

/** `run.json`. */
export const runInfoSchema = z.object({
  version: z.int().min(1).max(logVersion),
  id: z.string(),
  title: z.string().optional(),
  created: at,
  app: z.string(),
  tensorflow: z.object({ package: z.string(), library: z.string() }),
  engine: z.enum(['native', 'reference']),
  /** Whether the machine runs compiled kernels; else every update is interpreted, to all but the last bits. */
  updates: z.enum(['compiled', 'interpreted']).optional(),
  node: z.string(),
  electron: z.string().optional(),
  platform: z.string(),
  /** Processes the runs were split over, and which part each had. */
  shards: z.array(
    z.object({
      lanes: z.tuple([step, step]),
      seeds: z.tuple([step, step]),
    }),
  ),
  /**
   * Seeds that were added since, in order; `spec.json` has those that it was begun with. The runs of added
   * seeds are shards of their own, behind the others. From form 5 on.
   */
  added: z.array(z.object({ at, seeds: z.array(z.int().min(0)).min(1) })).optional(),
  /** Of lanes by id whose rule a person wrote: its hash. */
  rules: z.record(z.string(), z.string()).optional(),
  /** Checksum of the spec, wherever its table lies. From form 3 on. */
  spec: z.string().optional(),
  /** Checksum of the columns that it was trained on, as they were read. From form 3 on. */
  table: z.string().optional(),
  /** What the log had when it was last closed: one with less was cut since. */
  closed: z.object({ lines: step, hand: step }).optional(),
})

export type RunInfo = z.output<typeof runInfoSchema>

const unusual = ['NaN', 'Infinity', '-Infinity', '-0'] as const

/** A float64 as JSON can hold it: every bit pattern that arithmetic yields comes back. */
export type JsonNumber = number | (typeof unusual)[number]

/** @returns the number itself, or its name where JSON has no number for it */
export function toJsonNumber(value: number): JsonNumber {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : value
  return String(value) as JsonNumber
}

/** @returns the values one by one as JSON can hold them */
export function toJsonNumbers(values: ArrayLike<number>): JsonNumber[] {
  // One by one: engines keep what is pushed as plain float64 numbers, which JSON is made of faster.
  const numbers: JsonNumber[] = []
  for (let i = 0; i < values.length; i++) numbers.push(toJsonNumber(values[i]!))
  return numbers
}

/** Numbers as a log holds them, read back into a typed array. */
const numbers = z.array(z.unknown()).transform((values, context) => {
  const read = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (typeof value !== 'number' && !unusual.some((name) => name === value)) {
      context.addIssue({ code: 'custom', message: `not a number at ${i}` })
      return z.NEVER
    }
    read[i] = Number(value)
  }
  return read
})

const state = z.object({ parameters: numbers, slots: numbers })

/** Of a record that stands in several lines; see `Part`. */
const part = z.tuple([z.int().min(1), z.int().min(2)]).optional()

const columns = Object.fromEntries(metrics.map((metric) => [metric, numbers.optional()])) as Record<
  Metric,
  z.ZodOptional<typeof numbers>
>

/** What one process recorded at one point: a column per metric, an entry per run. */
const metricsRecordSchema = z
  .object({
    kind: z.literal('metrics'),
    shard: z.int().min(0),
    step,
    samples: z.number(),
    /** Seconds of training, pauses and pacing left out. */
    seconds: z.number(),
    runs: z.array(z.int().min(0)),
    ...columns,
  })
  .superRefine((record, context) => {
    for (const metric of metrics) {
      if ((record[metric]?.length ?? record.runs.length) !== record.runs.length) {
        context.addIssue({ code: 'custom', path: [metric], message: 'not an entry per run' })
      }
    }
  })

/** A line of `log.jsonl`. */
export const logRecordSchema = z.discriminatedUnion('kind', [
  /** The first line. */
  z.object({ kind: z.literal('start'), at, shape: raceShapeSchema }),
  metricsRecordSchema,
  /** One run's state around one recorded step; see `Snapshot`. */
  z.object({
    kind: z.literal('snapshot'),
    shard: z.int().min(0),
    run: z.int().min(0),
    step,
    part,
    before: state,
    gradients: numbers,
    after: state,
    confusion: z.array(z.int().min(0)),
  }),
  /** Where a lane's first seed stood; see `PathPoint`. */
  z.object({
    kind: z.literal('path'),
    shard: z.int().min(0),
    run: z.int().min(0),
    step,
    part,
    parameters: numbers,
    confusion: z.array(z.int().min(0)),
  }),
  /** Inside a lane's first seed; see `StripPoint`. */
  z.object({
    kind: z.literal('strip'),
    shard: z.int().min(0),
    run: z.int().min(0),
    step,
    values: numbers,
  }),
  /** Something happened to one run; see `RunEvent`. */
  z.object({ kind: z.literal('event'), shard: z.int().min(0), event: runEventSchema }),
  /** A lane's learning rate was changed by hand; see `RateChange`. */
  rateChangeSchema.extend({ kind: z.literal('rate'), shard: z.int().min(0) }),
  z.object({ kind: z.literal('phase'), at, phase: z.enum(['paused', 'running']), step }),
  z.object({ kind: z.literal('pace'), at, pace: z.number().nullable(), step }),
  /** More epochs were asked for and trained from here on, up to so many steps. */
  z.object({ kind: z.literal('extend'), at, epochs: z.int().min(1), step, steps: step.optional() }),
  /** Seeds were about to be added; those that were stand in `run.json`. */
  z.object({ kind: z.literal('seeds'), at, seeds: z.array(step) }),
  /**
   * The run went on from its checkpoints, each process's share from a step of its own, null from the
   * beginning: what the share had recorded after that step is recorded once more, to the same numbers.
   * A share that `rests` was not touched.
   */
  z.object({
    kind: z.literal('resume'),
    at,
    steps: z.array(z.union([step, z.null(), z.literal('rests')])),
  }),
  /** A run's parameters when it ended: early, by its budget, or because the race was stopped. */
  z.object({
    kind: z.literal('final'),
    /** Missing in logs of version 1. */
    shard: z.int().min(0).optional(),
    run: z.int().min(0),
    step,
    part,
    parameters: numbers,
  }),
  z.object({
    kind: z.literal('end'),
    at,
    reason: z.enum(['finished', 'stopped', 'failed']),
    step,
    error: errorDataSchema.optional(),
  }),
])

export type LogRecord = z.output<typeof logRecordSchema>

/** A line of `log.jsonl` as it is written. */
export type LogLine = z.input<typeof logRecordSchema>
