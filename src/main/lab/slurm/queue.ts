import { LabError } from '#shared/contract/errors.ts'
import { complaint, tell } from './tool.ts'

/** What Slurm knows of a job. */
export interface QueuedJob {
  /** Slurm's word: `RUNNING`, `TIMEOUT`. */
  readonly state: string
  /** Why it waits; empty where it does not. */
  readonly reason: string
}

/** What Slurm knows, by job: `12` or, of an array, `12_3`. */
export type Queue = ReadonlyMap<string, QueuedJob>

/** States of a job that may still do something. */
const active = [
  ...['PENDING', 'CONFIGURING', 'RUNNING', 'COMPLETING', 'SUSPENDED', 'STOPPED', 'STAGE_OUT'],
  ...['REQUEUED', 'REQUEUE_FED', 'REQUEUE_HOLD', 'RESIZING', 'SIGNALING', 'SPECIAL_EXIT'],
]

export const isActive = ({ state }: QueuedJob): boolean => active.includes(state)

/** Whether it will run again by itself, or has not run yet. */
export const isWaiting = (job: QueuedJob): boolean =>
  isActive(job) && (job.state === 'PENDING' || job.state.startsWith('REQUEUE'))

/** @param text lines of `job|state|reason`, as squeue prints them, or `job|state` from sacct */
export function parseQueue(text: string): Queue {
  const jobs = text.split('\n').flatMap((line) => {
    const [job, state, reason = ''] = line.trim().split('|')
    if (!job || !state || !/^\d+(_\d+)?$/.test(job)) return []
    // sacct says by whom: `CANCELLED by 1000`.
    const word = state.split(' ')[0] ?? ''
    return [[job, { state: word, reason: reason === 'None' ? '' : reason }] as const]
  })
  return new Map(jobs)
}

/**
 * Asks Slurm of jobs. Where there is no accounting it forgets a job some minutes after its end.
 *
 * @throws LabError `cluster-refused` where it cannot be asked
 */
export async function askQueue(jobs: readonly string[]): Promise<Queue> {
  if (jobs.length === 0) return new Map()
  const list = `--jobs=${jobs.join(',')}`
  const form = ['--array', '--noheader', '--states=all', '--format=%i|%T|%r']
  const queue = await tell('squeue', [list, ...form])
  // It complains where it has forgotten all of them.
  if (queue.code !== 0 && !/Invalid job id/i.test(queue.stderr)) {
    const reason = complaint('squeue', queue.stderr)
    throw new LabError('cluster-refused', `Slurm cannot be asked now: ${reason}.`, {
      parameters: { reason },
    })
  }
  const known = parseQueue(queue.stdout)
  const remembered = new Set([...known.keys()].map((job) => job.split('_')[0]))
  if (jobs.every((job) => remembered.has(job))) return known
  const past = await tell('sacct', [
    list,
    '--allocations',
    '--parsable2',
    '--noheader',
    '--format=JobID,State',
  ]).catch(() => undefined)
  return past?.code === 0 ? new Map([...parseQueue(past.stdout), ...known]) : known
}
