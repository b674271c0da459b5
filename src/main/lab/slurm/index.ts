import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { SlurmOption, SlurmStatus } from '#shared/contract/slurm.ts'
import { readText } from '../files.ts'
import { missingShards, openWork, type ShardedWork } from '../shards/index.ts'
import { jobsOf, readJobs, writeJobs, type Jobs } from './jobs-file.ts'
import { askQueue, isActive, type QueuedJob } from './queue.ts'
import { defaultTemplate } from './script.ts'
import { slurmStatus, surveyWork } from './status.ts'
import { cancelJobs, demandName, submitRound, writeScripts } from './submit.ts'
import { forgetTries, mostTries } from './tries.ts'

/*
 * Work in shards on a Slurm cluster. Slurm schedules, files tell: a job array runs the shards, one more
 * job looks at what they came to and submits those that did not end well once more, and whoever sees the
 * folder can say how far it is.
 */

export { parseSlurmOptions } from './options.ts'
export { awayStatus } from './status.ts'
export { hasSlurm } from './tool.ts'
export { readJobs } from './jobs-file.ts'
export { beginTry } from './tries.ts'

export interface Submission {
  /**
   * Starts the laboratory's command line on a node: a program and its first arguments. None where this
   * program cannot: the template names one then.
   */
  readonly command: readonly string[]
  /** @default as the work was submitted before; none */
  readonly options?: readonly SlurmOption[] | undefined
  /** What the batch scripts are made from. @default as before; the program's own */
  readonly template?: string | undefined
}

/**
 * Submits what is missing of some work, also for the first time.
 *
 * @throws LabError `bad-spec` where the template is wrong, `run-busy` where jobs of it are under way,
 *   `cluster-refused` with Slurm's own words, `log-failed`
 */
export async function submitWork(
  work: ShardedWork,
  { command, ...asked }: Submission,
): Promise<SlurmStatus> {
  const { folder } = work
  demandName(folder)
  const before = await readJobs(folder)
  if (before) await demandIdle(folder, before)
  const missing = await missingShards(work)
  if (missing.length > 0) {
    const options = [...(asked.options ?? before?.options ?? [])]
    const template = asked.template ?? (await lastTemplate(folder))
    await writeScripts(folder, { template, options, command })
    await forgetTries(folder)
    const round = await submitRound(folder, { options }, missing)
    const jobs: Jobs = {
      version: 1,
      command: [...command],
      options,
      stopped: false,
      rounds: [round],
    }
    await note(folder, jobs)
  }
  return (await slurmStatus(work)) ?? nothingToDo(work)
}

/**
 * Notes the jobs that were just submitted. Those that cannot be noted, as on a full disk, are ended:
 * nobody would know of them.
 *
 * @throws LabError `log-failed`
 */
async function note(folder: string, jobs: Jobs): Promise<void> {
  try {
    await writeJobs(folder, jobs)
  } catch (error) {
    await cancelJobs(jobsOf(jobs.rounds.at(-1))).catch(() => undefined)
    throw error
  }
}

/**
 * Submits work that was just cut; where nothing of it is taken, nothing is left.
 *
 * @param folder of the work
 * @throws LabError as {@link submitWork}
 */
export async function submitNew(folder: string, submission: Submission): Promise<void> {
  try {
    await submitWork(await openWork(folder), submission)
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

const nothingToDo = ({ shards }: ShardedWork): SlurmStatus => ({
  ...{ phase: 'finished', done: shards.length, total: shards.length },
  ...{ running: 0, waiting: 0, jobs: [], failed: [] },
})

async function lastTemplate(folder: string): Promise<string> {
  return readText(join(folder, 'slurm', 'template.sh')).catch(() => defaultTemplate)
}

/** @throws LabError `run-busy` where Slurm still works with the folder */
export async function demandIdle(folder: string, jobs?: Jobs): Promise<void> {
  const submitted = jobs ?? (await readJobs(folder))
  const mine = jobsOf(submitted?.rounds.at(-1))
  // Where it cannot be asked, nothing is lost: a shard that runs twice counts once.
  const queue = await askQueue(mine).catch(() => new Map<string, QueuedJob>())
  if (![...queue.values()].some(isActive)) return
  throw new LabError(
    'run-busy',
    `Slurm is working with ${folder} (jobs ${mine.join(', ')}). Wait until it is done, or cancel it first.`,
    { parameters: { path: folder } },
  )
}

/**
 * Calls submitted work off; what is finished is kept.
 *
 * @throws LabError `wrong-phase` where nothing was submitted, `cluster-refused`, `log-failed`
 */
export async function cancelWork(work: ShardedWork): Promise<SlurmStatus> {
  const jobs = await readJobs(work.folder)
  if (!jobs) {
    throw new LabError(
      'wrong-phase',
      `Nothing of ${work.folder} was submitted to Slurm, so there is nothing to cancel.`,
      { parameters: { phase: 'stopped' } },
    )
  }
  // Said before it is done: the job that gathers submits nothing more then.
  await writeJobs(work.folder, { ...jobs, stopped: true })
  await cancelJobs(jobsOf(jobs.rounds.at(-1)))
  return (await slurmStatus(work))!
}

/** What a look at ended jobs came to. */
interface Settled {
  /** Shards that were submitted once more. */
  readonly again: readonly number[]
  /** Shards that are missing and were not. */
  readonly left: readonly number[]
}

/**
 * Looks at what the shards of submitted work came to, and submits those that failed, were too slow, had
 * to make room or lost their node once more, while they may. Where a person took some from the queue,
 * nothing is.
 *
 * @throws LabError `cluster-refused` where jobs cannot be submitted from here
 */
export async function settleWork(work: ShardedWork): Promise<Settled> {
  const { folder } = work
  const survey = await surveyWork(work)
  const missing = survey?.missing ?? []
  const shards = missing.map(({ shard }) => shard)
  if (!survey || survey.jobs.stopped || missing.length === 0) return { again: [], left: shards }
  const { jobs } = survey
  if (missing.some(({ state }) => state === 'CANCELLED')) {
    await writeJobs(folder, { ...jobs, stopped: true })
    return { again: [], left: shards }
  }
  // Slurm forgets jobs; one that it does not know and that never began was taken away by somebody.
  const again = missing
    .filter(({ active, tries, state, begun }) => !active && tries < mostTries && (state ?? begun))
    .map(({ shard }) => shard)
  if (again.length > 0) {
    const round = await submitRound(folder, jobs, again)
    const now = await readJobs(folder)
    await note(folder, {
      ...jobs,
      rounds: [...jobs.rounds, round],
      stopped: now?.stopped ?? false,
    })
    // It was called off meanwhile.
    if (now?.stopped) await cancelJobs(jobsOf(round))
  }
  return { again, left: shards.filter((shard) => !again.includes(shard)) }
}
