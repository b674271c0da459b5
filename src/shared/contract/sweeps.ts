import { sweepSchema } from '../experiment/sweep/spec.ts'
import { z } from '../schema.ts'
import {
  againSchema,
  byId,
  longEntrySchema,
  longRecordSchema,
  longStatusSchema,
  type LongStatus,
} from './long-work.ts'
import { submissionSchema } from './slurm.ts'
import { whenSchema } from './work.ts'

/*
 * What the laboratory says of sweeps. A page that has a sweep's spec knows its trials (`trialsOf`);
 * the laboratory reports what each came to.
 */

const count = z.int().min(0)

export const trialResultSchema = z.object({
  index: count,
  /** On each tuning seed; null where the run diverged. */
  scores: z.array(z.number().nullable()).readonly(),
})

export type SweepStatus = LongStatus

const sweepRecordSchema = longRecordSchema.extend({
  spec: sweepSchema,
  /** Whether it is cut into shards, which other machines can run. */
  sharded: z.boolean(),
  /** Of every finished trial. */
  results: z.array(trialResultSchema),
})

/** A sweep with all that is known of it. */
export type SweepRecord = z.output<typeof sweepRecordSchema>

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

const progress = { status: longStatusSchema, results: z.array(trialResultSchema) }

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
    input: submissionSchema.extend({ work: z.union([z.object({ spec: sweepSchema }), byId]) }),
    output: sweepRecordSchema,
  },
  /** What is under way is given up, on a cluster too; every finished trial is kept. */
  stopSweep: { input: byId, output: longStatusSchema },
  /** Goes on with the trials that are not finished, on this machine. */
  resumeSweep: { input: againSchema, output: sweepRecordSchema },
  /** The sweep that runs, or the one begun last, also by an earlier start of the program; or null. */
  currentSweep: { input: z.undefined(), output: sweepRecordSchema.nullable() },
  /** As its folder is now, also while other machines fill it. */
  readSweep: { input: byId, output: sweepRecordSchema },
  /** How far it is, likewise, with the trials that the page does not have yet. */
  followSweep: { input: byId.extend({ have: z.array(count) }), output: z.object(progress) },
  /** Newest first. */
  listSweeps: { input: z.undefined(), output: z.array(longEntrySchema) },
} as const

/** How a sweep comes on, with the trials finished since its last event. */
export const sweepEventSchema = z.object({ kind: z.literal('sweep'), ...progress })
