import type { TournamentRecord, TournamentStatus } from '#shared/contract/tournaments.ts'
import type { CellResult } from '#shared/tournament/index.ts'
import type { RunHold } from '../run-lock.ts'
import {
  WorkRun,
  type DoneShard,
  type TournamentWork,
  type WorkRunOptions,
} from '../shards/index.ts'

export interface LiveTournamentOptions extends Omit<WorkRunOptions, 'work' | 'onProgress'> {
  readonly work: TournamentWork
  /** Of its folder; let go when it stands still. */
  readonly hold: RunHold
  readonly onProgress: (status: TournamentStatus, cells: CellResult[]) => void
}

/** A tournament under way here. */
export class LiveTournament {
  readonly id: string
  private readonly work: TournamentWork
  private readonly run: WorkRun
  private readonly cells: CellResult[]
  private readonly ended: Promise<void>

  constructor({ hold, onProgress, ...options }: LiveTournamentOptions) {
    this.work = options.work
    this.id = options.work.id
    this.cells = [...options.done.values()].flatMap(cellOf)
    this.run = new WorkRun({
      ...options,
      onProgress: (status, shards) => {
        const fresh = shards.flatMap(cellOf)
        this.cells.push(...fresh)
        onProgress({ id: this.id, ...status }, fresh)
      },
    })
    this.ended = this.run.whenEnded().then(() => hold.release())
  }

  get running(): boolean {
    const { phase } = this.run.status()
    return phase === 'running' || phase === 'paused'
  }

  record(): TournamentRecord {
    const { id, folder, created, spec } = this.work
    // In the order of the folder's, whichever was done first.
    const cells = this.cells.toSorted((a, b) => a.task - b.task || a.contestant - b.contestant)
    return { id, folder, created, spec, cells, status: { id, ...this.run.status() } }
  }

  pause(): TournamentStatus {
    return { id: this.id, ...this.run.pause() }
  }

  resume(): void {
    this.run.resume()
  }

  async stop(): Promise<TournamentStatus> {
    await this.run.stop()
    await this.ended
    return { id: this.id, ...this.run.status() }
  }

  /** Resolves when its folder is let go too. */
  whenEnded(): Promise<void> {
    return this.ended
  }
}

export function cellOf(done: DoneShard): CellResult[] {
  return done.kind === 'tournament' ? [done.result] : []
}
