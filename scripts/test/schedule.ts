import type { Count } from './count.ts'

/** Something to be run once all that it needs has gone well. */
export interface Job<Name extends string> {
  readonly name: Name
  /** Names of other jobs; one that is not among them counts as gone well. */
  readonly needs: readonly Name[]
  run(): Promise<Count>
  /** Told instead of running it. @param failed the need that went wrong */
  skip(failed: Name): void
}

export interface JobResult<Name extends string> extends Count {
  readonly name: Name
  /** Milliseconds. */
  readonly duration: number
}

const failure: Count = { passed: 0, failed: 1 }

/**
 * Runs jobs, at most `lanes` of them side by side: of those that could begin, the first in the list
 * does. One whose need has failed counts as failed.
 * @param now milliseconds; a test passes its own clock
 * @returns the results in the order of the list
 * @throws what a job throws, once those that run beside it have ended
 */
export async function schedule<Name extends string>(
  jobs: readonly Job<Name>[],
  lanes: number,
  now: () => number = Date.now,
): Promise<JobResult<Name>[]> {
  const waiting = [...jobs]
  const results = new Map<Name, JobResult<Name>>()
  const isOpen = (need: Name): boolean =>
    jobs.some(({ name }) => name === need) && !results.has(need)

  /** Takes the next one that can begin from the list. */
  const next = (): Job<Name> | undefined => {
    const at = waiting.findIndex(({ needs }) => !needs.some(isOpen))
    return at < 0 ? undefined : waiting.splice(at, 1)[0]
  }

  const finish = async (job: Job<Name>): Promise<void> => {
    const began = now()
    const failed = job.needs.find((need) => (results.get(need)?.failed ?? 0) > 0)
    if (failed !== undefined) job.skip(failed)
    const count = failed === undefined ? await job.run() : failure
    results.set(job.name, { name: job.name, duration: now() - began, ...count })
  }

  const running = new Set<Promise<void>>()
  try {
    while (waiting.length > 0 || running.size > 0) {
      while (running.size < lanes) {
        const job = next()
        if (!job) break
        const work = finish(job).finally(() => running.delete(work))
        running.add(work)
      }
      if (running.size === 0) throw new Error('the jobs wait for one another')
      await Promise.race(running)
    }
  } finally {
    await Promise.allSettled(running)
  }
  return jobs.flatMap(({ name }) => results.get(name) ?? [])
}
