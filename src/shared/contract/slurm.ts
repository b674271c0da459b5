import { sourceSchema } from '../experiment/source.ts'
import { z } from '../schema.ts'

/* Work that a Slurm cluster does: what is asked of the cluster, and how far it is. */

const count = z.int().min(0)

export const slurmOptionSchema = z.object({
  /** The long name that sbatch knows it by: `partition`. */
  name: z.string().max(100),
  /** Left out where it takes none. */
  value: z.string().max(1000).optional(),
})

/** What a person asks of a cluster. */
export const submissionSchema = z.object({
  /** Options of sbatch as they are typed: `time=1:00:00`. None are those of before, where there are such. */
  options: z.array(z.string().max(1000)).max(20),
  /** A file that a person gave, to make the batch scripts from. */
  template: sourceSchema.optional(),
})

export type SubmissionAsked = z.output<typeof submissionSchema>

export const slurmCalls = {
  /** Whether jobs can be submitted to a Slurm cluster from this machine. */
  findSlurm: { input: z.undefined(), output: z.object({ found: z.boolean() }) },
} as const

/** An option of sbatch. */
export type SlurmOption = z.output<typeof slurmOptionSchema>

/**
 * `waiting`: nothing has begun; `stopped`: called off; `failed`: shards did not end well, as often as may be;
 * `unknown`: something is missing, and Slurm cannot be asked from here.
 */
const slurmPhases = ['waiting', 'running', 'finished', 'stopped', 'failed', 'unknown'] as const

export const slurmStatusSchema = z.object({
  phase: z.enum(slurmPhases),
  /** Shards, of so many. */
  done: count,
  total: count,
  /** Jobs of shards that run, and that wait, as far as is known. */
  running: count,
  waiting: count,
  /** Why they wait, in Slurm's words: `Priority`, `QOSMaxJobsPerUserLimit`. */
  reason: z.string().optional(),
  /** Jobs to name to squeue and scancel. */
  jobs: z.array(z.string()),
  /** Shards that did not end well and are not run again by themselves. */
  failed: z.array(
    z.object({
      shard: count,
      /** What it runs: `Iris, Adam`. */
      what: z.string(),
      tries: count,
      /** What Slurm says of the last: `TIMEOUT`. */
      state: z.string().optional(),
      /** The file with all it said. */
      log: z.string(),
      /** Its last line. */
      says: z.string(),
    }),
  ),
  /** Why Slurm cannot be asked. */
  problem: z.string().optional(),
})

export type SlurmStatus = z.output<typeof slurmStatusSchema>
