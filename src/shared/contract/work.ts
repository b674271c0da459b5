import { errorDataSchema } from '../errors.ts'
import { sourceSchema } from '../experiment/source.ts'
import { specSchema } from '../experiment/spec.ts'
import { sweepSchema } from '../experiment/sweep/index.ts'
import { z } from '../schema.ts'
import { tournamentSchema } from '../tournament/spec.ts'
import { phases } from './stream.ts'

/* The laboratory's work: what runs, what waits for it, and what is over. */

const jobId = z.string().min(1).max(100)

const jobKinds = ['race', 'sweep', 'tournament', 'import', 'export'] as const

const jobSchema = z.object({
  id: jobId,
  kind: z.enum(jobKinds),
  /** The race, sweep or tournament that it has become; missing while it waits, and of other kinds. */
  of: z.string().optional(),
  /** A person's title; empty where none was given. */
  title: z.string(),
  /** What the table is called, or the file. */
  table: z.string(),
  phase: z.enum(['waiting', ...phases]),
  /** Of all it has to do; null while nobody knows. */
  share: z.number().min(0).max(1).nullable(),
  /** At the speed of the last seconds; null while nobody knows. */
  secondsLeft: z.number().min(0).nullable(),
  error: errorDataSchema.optional(),
})

export type Job = z.output<typeof jobSchema>

/**
 * How to start while other work has the processes: beside it, or instead of it, which stops it; it can
 * go on later. Left out, the start is refused with `lab-busy`.
 */
export const whenSchema = z.enum(['beside', 'instead'])
export type When = z.output<typeof whenSchema>

const pace = z.number().positive().max(1e6).nullable()

/** What a race that is over is given more of: seeds, so many, or epochs beyond its budget. */
export const moreSchema = z.union([
  z.strictObject({ seeds: z.int().min(1).max(1000) }),
  z.strictObject({ epochs: z.int().min(1).max(100_000) }),
])
export type More = z.output<typeof moreSchema>

/** What can wait for its turn: a race, a run of before that goes on; a sweep or tournament, one that goes on. */
const waitingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('race'), spec: specSchema, pace }),
  z.object({
    kind: z.literal('run'),
    id: z.string().min(1).max(100),
    pace,
    more: moreSchema.optional(),
  }),
  z.object({ kind: z.literal('sweep'), spec: sweepSchema }),
  z.object({ kind: z.literal('sweep-rest'), id: z.string().min(1).max(100) }),
  z.object({ kind: z.literal('tournament'), spec: tournamentSchema }),
  z.object({ kind: z.literal('tournament-rest'), id: z.string().min(1).max(100) }),
])

export type Waiting = z.output<typeof waitingSchema>

export const workCalls = {
  /** Lets something start after all that is under way. @returns the job that waits */
  queueWork: { input: waitingSchema, output: jobSchema },
  /**
   * Takes in the folder of a sweep or tournament from elsewhere, by its `work.json` or `sweep.json`, which
   * a person gave. @returns which it is; null where the file is neither
   */
  openWork: {
    input: z.object({ source: sourceSchema }),
    output: z
      .object({ kind: z.enum(['sweep', 'tournament']), id: z.string().min(1).max(100) })
      .nullable(),
  },
  /** The oldest first. */
  listWork: { input: z.undefined(), output: z.array(jobSchema) },
  /** Takes work that waits or is over off the list, and says whether it was there. */
  dropWork: { input: z.object({ id: jobId }), output: z.boolean() },
} as const

export const workEventSchema = z.object({ kind: z.literal('work'), jobs: z.array(jobSchema) })
