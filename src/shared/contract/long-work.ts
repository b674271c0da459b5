import { errorDataSchema } from '../errors.ts'
import { z } from '../schema.ts'
import { slurmStatusSchema } from './slurm.ts'
import { whenSchema } from './work.ts'

/* What the laboratory says alike of sweeps and tournaments: work in many parts, which a cluster can do. */

const count = z.int().min(0)

export const byId = z.object({ id: z.string().min(1).max(100) })

/** Of one that goes on. */
export const againSchema = byId.extend({ when: whenSchema.optional() })

/**
 * `stopped` and `failed` ones can be gone on with; one that the program's end cut off is `stopped`. Sweeps
 * are never `paused`.
 */
const phaseSchema = z.enum(['running', 'paused', 'stopped', 'finished', 'failed'])

export const longStatusSchema = byId.extend({
  phase: phaseSchema,
  /** Trials or cells that are done and written down, of so many. */
  done: count,
  total: count,
  /** Share of all work done, what is under way with it: in [0, 1]. */
  share: z.number().min(0).max(1),
  /** At the speed so far; null while nobody knows. */
  secondsLeft: z.number().min(0).nullable(),
  error: errorDataSchema.optional(),
  /** Another program or machine works on it: it cannot be stopped from here. */
  elsewhere: z.boolean().optional(),
  /** Where a cluster runs it. */
  slurm: slurmStatusSchema.optional(),
})

export type LongStatus = z.output<typeof longStatusSchema>

export const longRecordSchema = byId.extend({
  /** Its own, with all that it came to. */
  folder: z.string(),
  created: z.iso.datetime(),
  status: longStatusSchema,
})

export const longEntrySchema = byId.extend({
  title: z.string().optional(),
  created: z.iso.datetime(),
  phase: phaseSchema,
  done: count,
  total: count,
})

export type LongEntry = z.output<typeof longEntrySchema>
