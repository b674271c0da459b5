import { access } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { toErrorData, LabError, type ErrorData } from '#shared/contract/errors.ts'
import type { RaceStatus } from '#shared/contract/calls.ts'
import type { SweepRecord, SweepStatus } from '#shared/contract/sweeps.ts'
import { chunkSpec, type Trial, type TrialResult } from '#shared/experiment/sweep/index.ts'
import type { LiveRace } from '../live-race.ts'
import type { Races } from '../races.ts'
import type { RunHold } from '../run-lock.ts'
import { logFailed, RunLog, type OpenFile } from '../run-log.ts'
import { workName, type SweepWork } from '../shards/work.ts'
import { writeShard } from '../shards/shard-file.ts'
import { cut } from './chunks.ts'
import { lineOf, sweepName, trialsName, type StoredSweep, type TrialLine } from './folder.ts'
import { chunkScores } from './scores.ts'

/** Milliseconds between two tellings of how far a chunk is. */
const tellInterval = 200

export interface LiveSweepOptions {
  readonly stored: StoredSweep
  /** Of its folder; let go when it stands still. */
  readonly hold: RunHold
  /** Opens races of the sweep's own, whose records go into that folder. */
  readonly openRaces: (runsFolder: string, onStatus: (status: RaceStatus) => void) => Races
  readonly onProgress: (status: SweepStatus, results: TrialResult[]) => void
  readonly openFile?: OpenFile
}

/** A sweep under way: its unfinished trials as stacked races, one after the other. */
export class LiveSweep {
  readonly id: string
  private readonly stored: StoredSweep
  private readonly hold: RunHold
  private readonly races: Races
  private readonly log: RunLog<TrialLine>
  private readonly results: Map<number, TrialResult>
  private readonly onProgress: LiveSweepOptions['onProgress']
  private phase: SweepStatus['phase'] = 'running'
  private error: ErrorData | undefined
  private race: LiveRace | undefined
  private stopping = false
  private done: Promise<void> = Promise.resolve()
  /** Trials that the race under way will finish, and how far it is. */
  private pending = { trials: 0, share: 0 }
  private began = 0
  private chunkBegan = 0
  private shareAtBegin = 0
  private told = 0

  constructor(options: LiveSweepOptions) {
    const { stored } = options
    this.stored = stored
    this.hold = options.hold
    this.id = stored.id
    this.results = new Map(stored.results)
    this.onProgress = options.onProgress
    this.log = new RunLog(stored.folder, {
      name: trialsName,
      resumes: true,
      openFile: options.openFile,
    })
    this.races = options.openRaces(join(stored.folder, 'runs'), (status) => this.follow(status))
  }

  /**
   * Sets it going. Resolves when the first race runs, or when there is nothing left to run.
   *
   * @throws LabError why the first race cannot start
   */
  async begin(): Promise<void> {
    const chunks = cut(this.stored.trials, this.stored.stacked).filter((chunk) =>
      chunk.some(({ index }) => !this.results.has(index)),
    )
    this.shareAtBegin = this.share()
    try {
      if (chunks[0]) await this.startRace(chunks[0])
    } catch (error) {
      await this.races.dispose()
      throw error
    }
    this.began = performance.now()
    this.done = this.work(chunks)
  }

  get running(): boolean {
    return this.phase === 'running'
  }

  record(): SweepRecord {
    return recordOf({ ...this.stored, results: this.results }, this.status())
  }

  status(): SweepStatus {
    return {
      id: this.id,
      phase: this.phase,
      done: this.results.size,
      total: this.stored.trials.length,
      share: this.share(),
      secondsLeft: this.running ? this.secondsLeft() : null,
      ...(this.error ? { error: this.error } : {}),
    }
  }

  /** Gives up the race under way. Resolves when the sweep stands still. */
  async stop(): Promise<SweepStatus> {
    this.stopping = true
    await this.race?.stop()
    await this.done
    return this.status()
  }

  /** Resolves when the sweep stands still, however it came to. */
  whenEnded(): Promise<void> {
    return this.done
  }

  private async startRace(chunk: readonly Trial[]): Promise<void> {
    // One that was moved away is not made anew: its trials would lie in two places.
    const { folder, work } = this.stored
    await access(join(folder, work ? workName : sweepName)).catch((error: unknown) => {
      throw logFailed(folder, error)
    })
    this.pending = {
      trials: chunk.filter(({ index }) => !this.results.has(index)).length,
      share: 0,
    }
    this.chunkBegan = performance.now()
    this.race = await this.races.start(chunkSpec(this.stored.spec, chunk))
    if (this.stopping) await this.race.stop()
  }

  private async work(chunks: readonly (readonly Trial[])[]): Promise<void> {
    let end: SweepStatus['phase'] = 'finished'
    try {
      for (const [index, chunk] of chunks.entries()) {
        if (this.stopping) end = 'stopped'
        else if (index > 0) await this.startRace(chunk)
        if (end === 'stopped' || !(await this.finish(chunk))) {
          end = 'stopped'
          break
        }
      }
    } catch (error) {
      end = 'failed'
      this.error = toErrorData(error)
    }
    this.race = undefined
    this.pending = { trials: 0, share: 0 }
    await this.races.dispose()
    await this.hold.release()
    this.phase = end
    this.tell()
  }

  /** @returns whether the race came to its end; false when it was called off */
  private async finish(chunk: readonly Trial[]): Promise<boolean> {
    const { race } = this
    if (!race) return false
    await race.whenEnded()
    const { phase, error } = race.status()
    if (error) throw LabError.fromData(error)
    if (phase !== 'finished') return false
    const { spec, work } = this.stored
    const scores = await chunkScores(race.folder, spec, chunk.length)
    const fresh = chunk.flatMap((trial, place) => {
      if (this.results.has(trial.index)) return []
      return [{ trial, scores: scores[place]! }]
    })
    if (work) {
      const result = chunk.map(({ index }, place) => ({ index, scores: scores[place]! }))
      await this.keepShard(work, result)
    } else {
      await this.log.append(fresh.map(({ trial, scores }) => lineOf(spec, trial, scores)))
      // Closing brings it to the disk.
      await this.log.close()
    }
    const results = fresh.map(({ trial, scores }) => ({ index: trial.index, scores }))
    for (const result of results) this.results.set(result.index, result)
    this.pending = { trials: 0, share: 0 }
    // Its processes are the next chunk's.
    await race.release()
    this.tell(results)
    return true
  }

  /** A shard is what a chunk is. */
  private async keepShard(work: SweepWork, result: readonly TrialResult[]): Promise<void> {
    const shard = work.shards.findIndex(({ from }) => from === result[0]?.index)
    const seconds = Math.round(performance.now() - this.chunkBegan) / 1000
    const ran = { at: new Date().toISOString(), seconds, host: hostname() }
    await writeShard(work, { kind: 'sweep', shard, ran, result })
  }

  private follow({ step, steps }: RaceStatus): void {
    this.pending = { ...this.pending, share: steps > 0 ? Math.min(step / steps, 1) : 0 }
    if (this.running && performance.now() - this.told >= tellInterval) this.tell()
  }

  private tell(results: TrialResult[] = []): void {
    this.told = performance.now()
    this.onProgress(this.status(), results)
  }

  private share(): number {
    const { trials, share } = this.pending
    const total = this.stored.trials.length
    return Math.min((this.results.size + trials * share) / total, 1)
  }

  private secondsLeft(): number | null {
    const share = this.share()
    const gained = share - this.shareAtBegin
    if (gained <= 0) return null
    return ((performance.now() - this.began) / 1000) * ((1 - share) / gained)
  }
}

/** @returns what is reported of a sweep */
export function recordOf(stored: StoredSweep, status: SweepStatus): SweepRecord {
  const { folder, id, created, spec, results, work } = stored
  const ordered = [...results.values()].sort((a, b) => a.index - b.index)
  return { id, folder, created, spec, sharded: work !== undefined, results: ordered, status }
}
