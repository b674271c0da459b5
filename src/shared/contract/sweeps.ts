import { sweepSchema } from '../experiment/sweep/spec.ts'
import { z } from '../schema.ts'
import { whenSchema } from './work.ts'
import { errorDataSchema } from './errors.ts'
import { slurmStatusSchema, submissionSchema } from './slurm.ts'

/*
 * What the laboratory says of sweeps. A page that has a sweep's spec knows its trials (`trialsOf`);
 * the laboratory reports what each came to.
 */

const sweepId = z.string().min(1).max(100)
const count = z.int().min(0)

export const trialResultSchema = z.object({
  index: count,
  /** On each tuning seed; null where the run diverged. */
  scores: z.array(z.number().nullable()).readonly(),
})

/** `stopped` and `failed` sweeps can be resumed; one that the program's end cut off is `stopped`. */
const sweepPhases = ['running', 'stopped', 'finished', 'failed'] as const

const sweepStatusSchema = z.object({
  id: sweepId,
  phase: z.enum(sweepPhases),
  /** Trials finished and written down, of so many. */
  done: count,
  total: count,
  /** Share of all work done, what is under way with it: in [0, 1]. */
  share: z.number().min(0).max(1),
  /** Seconds left at the pace so far; null while nobody knows. */
  secondsLeft: z.number().min(0).nullable(),
  error: errorDataSchema.optional(),
  /** Another program or machine works on it: it cannot be stopped from here. */
  elsewhere: z.boolean().optional(),
  /** Where a cluster runs it. */
  slurm: slurmStatusSchema.optional(),
})

export type SweepStatus = z.output<typeof sweepStatusSchema>

const sweepRecordSchema = z.object({
  id: sweepId,
  /** The sweep's own, with its trials and the logs of their runs. */
  folder: z.string(),
  created: z.iso.datetime(),
  spec: sweepSchema,
  /** Whether it is cut into shards, which other machines can run. */
  sharded: z.boolean(),
  /** Of every finished trial. */
  results: z.array(trialResultSchema),
  status: sweepStatusSchema,
})

/** A sweep with all that is known of it. */
export type SweepRecord = z.output<typeof sweepRecordSchema>

const sweepEntrySchema = z.object({
  id: sweepId,
  title: z.string().optional(),
  created: z.iso.datetime(),
  phase: z.enum(sweepPhases),
  done: count,
  total: count,
})

export type SweepEntry = z.output<typeof sweepEntrySchema>

/** How much work a sweep is. */
const sweepPlanSchema = z.object({
  trials: count,
  /** Trials × tuning seeds. */
  runs: count,
  /** Of each run. */
  steps: count,
  /** Stacked races that run the trials, one after the other. */
  chunks: count,
})

export type SweepPlan = z.output<typeof sweepPlanSchema>

export const sweepCalls = {
  /** Checks a sweep against its table and says how much work it is. */
  planSweep: { input: z.object({ spec: sweepSchema }), output: sweepPlanSchema },
  /** Starts a sweep. Two never run at once. */
  startSweep: {
    input: z.object({ spec: sweepSchema, when: whenSchema.optional() }),
    output: sweepRecordSchema,
  },
  /** Lets a Slurm cluster run a sweep, or what is missing of one that is cut into shards. */
  submitSweep: {
    input: submissionSchema.extend({
      work: z.union([z.object({ spec: sweepSchema }), z.object({ id: sweepId })]),
    }),
    output: sweepRecordSchema,
  },
  /** What is under way is given up, on a cluster too; every finished trial is kept. */
  stopSweep: { input: z.object({ id: sweepId }), output: sweepStatusSchema },
  /** Goes on with the trials that are not finished, on this machine. */
  resumeSweep: {
    input: z.object({ id: sweepId, when: whenSchema.optional() }),
    output: sweepRecordSchema,
  },
  /** The sweep that runs, or the one begun last, also by an earlier start of the program; or null. */
  currentSweep: { input: z.undefined(), output: sweepRecordSchema.nullable() },
  /** As its folder is now, also while other machines fill it. */
  readSweep: { input: z.object({ id: sweepId }), output: sweepRecordSchema },
  /** How far it is, likewise, with the trials that the page does not have yet. */
  followSweep: {
    input: z.object({ id: sweepId, have: z.array(count) }),
    output: z.object({ status: sweepStatusSchema, results: z.array(trialResultSchema) }),
  },
  /** Newest first. */
  listSweeps: { input: z.undefined(), output: z.array(sweepEntrySchema) },
} as const

/** How a sweep comes on. */
export const sweepEventSchema = z.object({
  kind: z.literal('sweep'),
  status: sweepStatusSchema,
  /** Of the trials finished since the last event of this sweep. */
  results: z.array(trialResultSchema),
})
