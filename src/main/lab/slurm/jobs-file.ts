import { join } from 'node:path'
import { slurmOptionSchema } from '#shared/contract/slurm.ts'
import { LabError } from '#shared/contract/errors.ts'
import { z } from '#shared/schema.ts'
import { isFile, readText, replaceFile } from '../files.ts'
import { logFailed } from '../run-log.ts'
import { faultOf } from '../json-file.ts'
import { infoText } from '../run-files.ts'
import { refuseNewer } from '../run-reader.ts'
import { isSealed } from '../seal.ts'
import { indicesOf } from './ranges.ts'

const jobSchema = z.string().regex(/^\d+$/)

const roundSchema = z.object({
  at: z.iso.datetime(),
  /** Each runs the shards `offset` + its indices. */
  arrays: z.array(
    z.object({ job: jobSchema, offset: z.int().min(0), indices: z.string().regex(/^[\d,-]+$/) }),
  ),
  /** Looks at what they came to. */
  gather: jobSchema,
})

/** Jobs that were submitted at once. */
export type Round = z.output<typeof roundSchema>

const jobsSchema = z.object({
  version: z.literal(1),
  /** Starts the command line on a node. */
  command: z.array(z.string()),
  options: z.array(slurmOptionSchema),
  /** Whether it was called off: what is missing is not run again by itself. */
  stopped: z.boolean(),
  /** Since a person last set it going. */
  rounds: z.array(roundSchema),
})

/** What was submitted of a work folder: `slurm/jobs.json`. */
export type Jobs = z.output<typeof jobsSchema>

const jobsPath = (folder: string): string => join(folder, 'slurm', 'jobs.json')

/** @returns undefined where nothing was submitted. @throws LabError `bad-file` */
export async function readJobs(folder: string): Promise<Jobs | undefined> {
  const path = jobsPath(folder)
  if (!(await isFile(path))) return undefined
  try {
    const json: unknown = JSON.parse(await readText(path))
    refuseNewer(path, json, 1)
    const jobs = jobsSchema.parse(json)
    if (!isSealed(json)) throw new Error('it is not what was written')
    return jobs
  } catch (cause) {
    const reason = faultOf(cause)
    throw new LabError(
      'bad-file',
      `${path} cannot be read (${reason}). End its jobs with scancel, remove the file, then resume.`,
      { parameters: { path, reason }, cause },
    )
  }
}

/** @throws LabError `log-failed` */
export async function writeJobs(folder: string, jobs: Jobs): Promise<void> {
  try {
    await replaceFile(jobsPath(folder), infoText(jobs))
  } catch (error) {
    throw logFailed(jobsPath(folder), error)
  }
}

/** @returns the jobs of a round, as squeue and scancel take them */
export const jobsOf = (round: Round | undefined): string[] =>
  round ? [...round.arrays.map(({ job }) => job), round.gather] : []

/** @returns the job of each shard of a round: `12_3` */
export function shardJobs(round: Round | undefined): ReadonlyMap<number, string> {
  const jobs = (round?.arrays ?? []).flatMap(({ job, offset, indices }) =>
    indicesOf(indices).map((index) => [offset + index, `${job}_${index}`] as const),
  )
  return new Map(jobs)
}
