import { LabError, toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { TournamentStatus } from '#shared/contract/tournaments.ts'
import type { ReadTable } from '../tables/types.ts'
import type { TrainerPool } from '../../trainer/types.ts'
import { Brake } from './brake.ts'
import { runShard } from './run-shard.ts'
import type { DoneShard } from './shard-file.ts'
import type { ShardedWork } from './work.ts'

/** How far some work is. */
export type WorkStatus = Omit<TournamentStatus, 'id'>

/** A shard whose process died is begun anew, so often in all. */
const attempts = 3
/** Milliseconds between two tellings of how far it is. */
const tellInterval = 200

/** @returns how far work is that nobody runs here */
export function workStatus(work: ShardedWork, done: number): WorkStatus {
  const total = work.shards.length
  const phase = done === total ? 'finished' : 'stopped'
  return { phase, done, total, share: done / total, secondsLeft: null, running: [] }
}

export interface WorkRunOptions {
  readonly work: ShardedWork
  /** Shards that are done already. */
  readonly done: ReadonlyMap<number, DoneShard>
  readonly pool: TrainerPool
  readonly readTable: ReadTable
  /** Called at every change, and a few times a second, with the shards that were done since. */
  readonly onProgress: (status: WorkStatus, done: readonly DoneShard[]) => void
}

/** Runs what is missing of some work over the local trainer processes: a shard each, side by side. */
export class WorkRun {
  private phase: WorkStatus['phase'] = 'running'
  private error: ErrorData | undefined
  private readonly brake = new Brake()
  private readonly controller = new AbortController()
  private readonly running = new Map<number, number>()
  private readonly seconds = new Map<number, number>()
  private readonly missing: number[]
  private readonly abreast: number
  private told = 0
  private readonly ended: Promise<void>

  constructor(private readonly options: WorkRunOptions) {
    const { work, done, pool } = options
    done.forEach(({ ran }, shard) => this.seconds.set(shard, ran.seconds))
    this.missing = [...work.shards.keys()].filter((shard) => !done.has(shard))
    this.abreast = Math.max(1, Math.min(pool.free(), this.missing.length))
    this.ended = this.go()
  }

  status(): WorkStatus {
    const running = [...this.running].map(([shard, share]) => ({ shard, share }))
    const all = this.options.work.shards.map(({ runs, steps }) => runs * steps)
    const sum = (shards: Iterable<number>): number => {
      let total = 0
      for (const shard of shards) total += all[shard]!
      return total
    }
    const total = sum(all.keys())
    const under = running.reduce((part, { shard, share }) => part + all[shard]! * share, 0)
    return {
      phase: this.phase,
      done: this.seconds.size,
      total: all.length,
      share: Math.min(1, (sum(this.seconds.keys()) + under) / total),
      secondsLeft: this.phase === 'running' ? this.secondsLeft() : null,
      running,
      ...(this.error && { error: this.error }),
    }
  }

  pause(): WorkStatus {
    if (this.phase === 'running') this.enter('paused')
    this.brake.set(true)
    return this.status()
  }

  resume(): WorkStatus {
    if (this.phase === 'paused') this.enter('running')
    this.brake.set(false)
    return this.status()
  }

  /** Gives up the shards under way. Resolves when it stands still. */
  async stop(): Promise<WorkStatus> {
    this.controller.abort()
    await this.ended
    return this.status()
  }

  /** Resolves when it stands still, however it came to. */
  whenEnded(): Promise<void> {
    return this.ended
  }

  private async go(): Promise<void> {
    const waiting = [...this.missing]
    const work = async (): Promise<void> => {
      for (;;) {
        await this.unheld()
        if (this.controller.signal.aborted) return
        const shard = waiting.shift()
        if (shard === undefined) return
        await this.runOne(shard)
      }
    }
    // The first telling comes after whoever made this knows it.
    await Promise.resolve()
    const ends = await Promise.allSettled(
      Array.from({ length: this.abreast }, () =>
        work().catch((error: unknown) => {
          // The others are given up: what stopped one would stop them.
          if (!this.controller.signal.aborted) this.error = toErrorData(error)
          this.controller.abort()
          throw error
        }),
      ),
    )
    this.running.clear()
    const failed = ends.some(({ status }) => status === 'rejected')
    if (this.error) this.enter('failed')
    else
      this.enter(
        failed || this.seconds.size < this.options.work.shards.length ? 'stopped' : 'finished',
      )
  }

  private async runOne(shard: number): Promise<void> {
    const { work, pool, readTable } = this.options
    const { signal } = this.controller
    for (let attempt = 1; ; attempt++) {
      this.running.set(shard, 0)
      try {
        const done = await runShard(work, shard, {
          ...{ pool, readTable, signal, brake: this.brake, processes: 1 },
          onProgress: (share) => {
            this.running.set(shard, share)
            if (performance.now() - this.told >= tellInterval) this.tell()
          },
        })
        this.running.delete(shard)
        this.seconds.set(shard, done.ran.seconds)
        this.tell([done])
        return
      } catch (error) {
        this.running.delete(shard)
        const died = error instanceof LabError && error.code === 'trainer-died'
        if (!died || attempt === attempts || signal.aborted) throw error
      }
    }
  }

  /** Resolves when it is not paused, or is stopped. */
  private unheld(): Promise<void> {
    if (!this.brake.held) return Promise.resolve()
    const { signal } = this.controller
    return new Promise((resolve) => {
      const on = (): void => {
        off()
        signal.removeEventListener('abort', on)
        resolve()
      }
      const off = this.brake.onChange(on)
      signal.addEventListener('abort', on)
      if (signal.aborted) on()
    })
  }

  /** A shard takes as long as others of as many runs and steps; and rather as those of its own task. */
  private secondsLeft(): number | null {
    const { shards } = this.options.work
    const cost = (shard: number): number => shards[shard]!.runs * shards[shard]!.steps
    let seconds = 0
    let costs = 0
    const byCost = new Map<number, { seconds: number; count: number }>()
    for (const [shard, taken] of this.seconds) {
      seconds += taken
      costs += cost(shard)
      const alike = byCost.get(cost(shard)) ?? { seconds: 0, count: 0 }
      byCost.set(cost(shard), { seconds: alike.seconds + taken, count: alike.count + 1 })
    }
    if (costs === 0) return null
    let left = 0
    for (const shard of this.missing) {
      if (this.seconds.has(shard)) continue
      const alike = byCost.get(cost(shard))
      const whole = alike ? alike.seconds / alike.count : (seconds / costs) * cost(shard)
      left += whole * (1 - (this.running.get(shard) ?? 0))
    }
    return left / this.abreast
  }

  private enter(phase: WorkStatus['phase']): void {
    this.phase = phase
    this.tell()
  }

  private tell(done: readonly DoneShard[] = []): void {
    this.told = performance.now()
    this.options.onProgress(this.status(), done)
  }
}
