import { join } from 'node:path'
import { expect } from 'vitest'
import { createForkLauncher } from '#main/process/fork.ts'
import { createTrainerPool } from '#main/trainer/pool.ts'
import type { LogMessage, RaceRequest, TrainerPool, TrainingRace } from '#main/trainer/types.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import { borrowPool, built } from '../support.ts'

/** The built trainer. */
export async function trainerEntry(): Promise<string> {
  return join(await built(), 'trainer.js')
}

/** Runs a test with a pool of real processes. @param fresh whether none of them has run before */
export async function withPool<T>(
  options: { processes?: number; execPath?: string; fresh?: true },
  work: (pool: TrainerPool) => Promise<T>,
): Promise<T> {
  const { processes = 1, execPath, fresh } = options
  const pool =
    execPath === undefined && !fresh
      ? borrowPool(await built(), processes)
      : createTrainerPool({
          processes,
          launcher: createForkLauncher({ entry: await trainerEntry(), execPath }),
        })
  try {
    return await work(pool)
  } finally {
    await pool.dispose()
  }
}

/** Everything a race's log was given. */
export interface Collected {
  readonly race: TrainingRace
  readonly messages: { shard: number; message: LogMessage }[]
  /** The metric by run and step; a row that came twice is an error. */
  value(metric: Metric, run: number, step: number): number | undefined
  /** How many rows came. */
  rows(): number
  /** Parameters at the end, by run. */
  readonly ends: Map<number, Float64Array>
}

/** Starts a race and collects its log. */
export async function startCollecting(pool: TrainerPool, request: RaceRequest): Promise<Collected> {
  const messages: Collected['messages'] = []
  const ends = new Map<number, Float64Array>()
  const rows = new Map<string, Partial<Record<Metric, number>>>()
  const race = await pool.start({
    ...request,
    async log(shard, message) {
      messages.push({ shard, message })
      const { columns } = message
      columns.run.forEach((run, row) => {
        const key = `${run} ${columns.step[row]}`
        if (rows.has(key)) throw new Error(`run and step ${key} came twice`)
        rows.set(
          key,
          Object.fromEntries(
            Object.entries(columns.metrics).map(([name, values]) => [name, values[row]]),
          ),
        )
      })
      for (const { run, parameters } of message.final ?? []) ends.set(run, parameters)
      await request.log?.(shard, message)
    },
  })
  return {
    race,
    messages,
    ends,
    value: (metric, run, step) => rows.get(`${run} ${step}`)?.[metric],
    rows: () => rows.size,
  }
}

/** Runs a race to its end. */
export async function runRace(pool: TrainerPool, request: RaceRequest): Promise<Collected> {
  const collected = await startCollecting(pool, request)
  const status = await collected.race.whenEnded()
  if (status.phase !== 'finished') throw new Error(status.error?.message ?? status.phase)
  return collected
}

/** Waits until something holds. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  await expect.poll(condition, { interval: 5, message: what }).toBe(true)
}

/** Asks every process something. What they sent before their answers has come by then. */
export async function hearAll(race: TrainingRace): Promise<void> {
  await Promise.all(race.shards.map((_, shard) => race.recorded(shard)))
}
