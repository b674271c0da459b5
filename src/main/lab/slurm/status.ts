import { open } from 'node:fs/promises'
import { LabError } from '#shared/contract/errors.ts'
import type { LongStatus } from '#shared/contract/long-work.ts'
import type { SlurmStatus } from '#shared/contract/slurm.ts'
import {
  isWorkedElsewhere,
  missingShards,
  type DoneShard,
  type ShardCache,
  type ShardedWork,
} from '../shards/index.ts'
import { jobsOf, readJobs, shardJobs, type Jobs } from './jobs-file.ts'
import { askQueue, isActive, isWaiting, type Queue } from './queue.ts'
import { logPath } from './submit.ts'
import { mostTries, readTries, shardFailed } from './tries.ts'

/** What is known of work that was submitted. */
interface Survey {
  readonly jobs: Jobs
  readonly missing: readonly MissingShard[]
  readonly queue: Queue
  /** Why Slurm cannot be asked. */
  readonly problem?: string
}

interface MissingShard {
  readonly shard: number
  /** The last that was to run it: `12_3`. */
  readonly job: string | undefined
  /** What Slurm says of that job, while it knows. */
  readonly state: string | undefined
  readonly active: boolean
  /** How often it was begun, or was to be and its job ended before. */
  readonly tries: number
  /** Whether it is known to have been begun. */
  readonly begun: boolean
}

/** @returns undefined where nothing was submitted */
export async function surveyWork(
  work: ShardedWork,
  cache?: ShardCache,
): Promise<Survey | undefined> {
  const jobs = await readJobs(work.folder)
  if (!jobs) return undefined
  const last = jobs.rounds.at(-1)
  let queue: Queue = new Map()
  let problem: string | undefined
  try {
    queue = await askQueue(jobsOf(last))
  } catch (error) {
    if (!(error instanceof LabError)) throw error
    problem = error.message
  }
  // After the queue: a shard that ends meanwhile is done, and not lost.
  const missing = await missingShards(work, cache)
  const tries = await readTries(work.folder)
  const rounds = jobs.rounds.map(shardJobs)
  return {
    jobs,
    queue,
    ...(problem !== undefined && { problem }),
    missing: missing.map((shard) => {
      const noted = tries.get(shard) ?? []
      const job = rounds.at(-1)?.get(shard)
      const known = job === undefined ? undefined : queue.get(job)
      const active = known !== undefined && isActive(known)
      const unnoted = rounds
        .flatMap((round) => round.get(shard) ?? [])
        .filter((each) => {
          const over = each !== job || !active
          return over && !noted.some((one) => one.job === each)
        })
      const count = noted.length + unnoted.length
      return { shard, job, state: known?.state, active, tries: count, begun: noted.length > 0 }
    }),
  }
}

/** @returns how far submitted work is; undefined where nothing was submitted */
export async function slurmStatus(
  work: ShardedWork,
  cache?: ShardCache,
): Promise<SlurmStatus | undefined> {
  const survey = await surveyWork(work, cache).catch(async (error: unknown) => {
    if (!(error instanceof LabError) || error.code !== 'bad-file') throw error
    // Shards that are done are so whatever became of the note of the jobs.
    const total = work.shards.length
    return unknownStatus(total - (await missingShards(work, cache)).length, total, error.message)
  })
  if (!survey || 'phase' in survey) return survey
  const { jobs, missing, queue, problem } = survey
  const all = [...queue.values()]
  const total = work.shards.length
  const done = total - missing.length
  const waiting = missing.filter(({ job }) => job && queue.has(job) && isWaiting(queue.get(job)!))
  const running = missing.filter(({ active }) => active).length - waiting.length
  const reason = waiting.map(({ job }) => queue.get(job!)!.reason).find((each) => each !== '')
  const underWay = all.some(isActive)
  // Where nothing more will be done by itself, whatever did not end well is to be looked at.
  const most = underWay || problem !== undefined ? mostTries : 1
  const failed = jobs.stopped ? [] : missing.filter((each) => !each.active && each.tries >= most)
  const phase = ((): SlurmStatus['phase'] => {
    if (missing.length === 0) return 'finished'
    if (jobs.stopped) return 'stopped'
    if (underWay) return running > 0 || done > 0 ? 'running' : 'waiting'
    if (problem !== undefined) return 'unknown'
    return failed.length > 0 ? 'failed' : 'stopped'
  })()
  return {
    ...{ phase, done, total, running, waiting: waiting.length },
    ...(reason && { reason }),
    jobs: jobsOf(jobs.rounds.at(-1)),
    failed: await Promise.all(
      failed.map(async ({ shard, tries, state, job }) => {
        const log = logPath(work.folder, job ?? '')
        const what = work.shards[shard]!.what
        return { shard, what, tries, ...(state && { state }), log, says: await lastLine(log) }
      }),
    ),
    ...(problem !== undefined && { problem }),
  }
}

function unknownStatus(done: number, total: number, problem: string): SlurmStatus {
  const phase = done === total ? 'finished' : 'unknown'
  return { phase, done, total, running: 0, waiting: 0, jobs: [], failed: [], problem }
}

type AwayStatus = Pick<LongStatus, 'phase' | 'elsewhere' | 'slurm' | 'error'>

/**
 * Of work that is not finished and that nobody runs here: a cluster may, or another program.
 *
 * @param work where it is cut into shards
 * @param ran how those came about that are done
 */
export async function awayStatus(
  folder: string,
  work: ShardedWork | undefined,
  ran: Iterable<DoneShard['ran']> | undefined,
  cache?: ShardCache,
): Promise<AwayStatus> {
  if (await isWorkedElsewhere(folder, ran)) return { phase: 'running', elsewhere: true }
  const slurm = work && (await slurmStatus(work, cache))
  return slurm ? shownStatus(slurm) : { phase: 'stopped' }
}

/** @returns what is shown of a cluster's work where work of this machine is listed beside */
function shownStatus(slurm: SlurmStatus): AwayStatus {
  switch (slurm.phase) {
    case 'waiting':
    case 'running':
      return { phase: 'running', slurm }
    case 'unknown':
      return { phase: 'stopped', slurm }
    case 'failed': {
      const [{ shard, tries }] = slurm.failed as [SlurmStatus['failed'][number]]
      return { phase: 'failed', slurm, error: shardFailed(shard, tries).toData() }
    }
    default:
      return { phase: slurm.phase, slurm }
  }
}

/** So many bytes at the end of a log are looked at. */
const end = 4096

/** @returns the last line of a log that says something */
async function lastLine(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined)
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - end)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end), 0, end, from)
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n')
    return lines.findLast((line) => line.trim() !== '')?.trim() ?? ''
  } finally {
    await file.close()
  }
}
