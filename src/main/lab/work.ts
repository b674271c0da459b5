import type { RaceStatus } from '#shared/contract/calls.ts'
import { LabError, toErrorData } from '#shared/contract/errors.ts'
import type { LongStatus } from '#shared/contract/long-work.ts'
import type { Job, When } from '#shared/contract/work.ts'
import { secondsLeft, type Sighting } from '#shared/training/time-left.ts'
import { hasEnded } from './live-race.ts'

export interface WorkOptions {
  readonly onChange: (jobs: Job[]) => void
  /** How many of the usual processes nothing uses. */
  readonly free: () => number
  /** Milliseconds. @default the machine's */
  readonly now?: () => number
}

/** Work that is to be done. */
export interface Ask<T extends { readonly id: string }> {
  readonly kind: 'race' | 'sweep' | 'tournament'
  readonly title: string
  readonly table: string
  /** Whether two of its kind can run at once. */
  readonly alone?: boolean
  /** Whether it takes so little that it need not wait. Asked only where something else runs. */
  quick(): Promise<boolean>
  begin(): Promise<T>
  /** Says how far it is: it may have come on, even to its end, before its beginning was known. */
  report(begun: T): Promise<void>
  /** Ends it so that it can go on later. */
  stop(begun: T): Promise<unknown>
}

interface Entry {
  job: Job
  readonly quick: boolean
  readonly alone: boolean
  /** Of the file that is read. */
  path?: string
  /** Begins what waits. */
  begin?: () => Promise<void>
  stop?: () => Promise<unknown>
  sightings: readonly Sighting[]
}

/** Entries that are over and stay on the list. */
const mostEnded = 6
/** Between two tellings of how far the work is. */
const tellInterval = 250
/** The speed is that of the last so many seconds. */
const span = 6

const isOver = ({ phase }: Job): boolean => phase !== 'waiting' && hasEnded({ phase })

/**
 * The one queue of the laboratory: nothing is stopped because something else was started, unless a
 * person says so.
 */
export class Work {
  private entries: Entry[] = []
  private count = 0
  private told = 0
  /** Starts, one after the other: each sees what the one before has begun. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: WorkOptions) {}

  /** The oldest first. */
  list(): Job[] {
    return this.entries.map(({ job }) => job)
  }

  /**
   * Starts it.
   *
   * @throws LabError `lab-busy` where other work has the processes and nobody said what is to become of
   *   both; `parameters` say what runs (`title`, `table`) and whether cores are left (`beside`, 0 or 1)
   */
  start<T extends { readonly id: string }>(ask: Ask<T>, when?: When): Promise<T> {
    return this.inTurn(async () => {
      const running = this.running(ask)
      if (running.length === 0) return this.begin(ask, false)
      const quick = !ask.alone && (await ask.quick())
      if (quick || (when === 'beside' && !ask.alone)) return this.begin(ask, quick)
      if (when !== 'instead') throw this.busy(running, ask)
      for (const entry of running) await entry.stop?.()
      return this.begin(ask, false)
    })
  }

  /** Starts it after all that is under way and waits. */
  queue<T extends { readonly id: string }>(ask: Ask<T>): Job {
    const entry = this.add(ask, 'waiting', false, ask.alone)
    entry.begin = async () => {
      entry.begin = undefined
      try {
        const begun = await ask.begin()
        entry.stop = () => ask.stop(begun)
        this.change(entry, { phase: 'running', of: begun.id })
        await ask.report(begun)
      } catch (thrown) {
        this.change(entry, { phase: 'failed', error: toErrorData(thrown) })
        this.next()
      }
    }
    this.tell()
    this.next()
    return entry.job
  }

  /**
   * Shows work that runs in any case, until it is over.
   *
   * @param path of the file that is read: several may have one name
   */
  async track<T>(
    kind: 'import' | 'export',
    name: string,
    work: () => Promise<T>,
    path?: string,
  ): Promise<T> {
    const entry = this.add({ kind, title: '', table: name }, 'running', true)
    if (path !== undefined) entry.path = path
    this.tell()
    try {
      return await work()
    } finally {
      this.entries = this.entries.filter((each) => each !== entry)
      this.tell()
    }
  }

  /** How far the reading of a table is, for all who wait for it. */
  reading(path: string, share: number): void {
    for (const entry of this.entries) if (entry.path === path) this.change(entry, { share })
  }

  race(status: RaceStatus): void {
    const { phase, error } = status
    const share = status.steps > 0 ? Math.min(1, status.step / status.steps) : 0
    this.follow(status.id, { phase, share, error }, { done: status.step, all: status.steps })
  }

  /** Of a sweep or tournament. */
  long({ id, phase, share, error, secondsLeft: left }: LongStatus): void {
    this.follow(id, { phase, share, error, secondsLeft: left })
  }

  /** Takes what waits or is over off the list. @returns whether it was there */
  drop(id: string): boolean {
    const kept = this.entries.filter(({ job }) => job.id !== id || this.underway(job))
    const dropped = kept.length < this.entries.length
    this.entries = kept
    if (dropped) this.tell()
    return dropped
  }

  /** Nothing that waits begins any more. Resolves when nothing is about to. */
  async dispose(): Promise<void> {
    this.entries = this.entries.filter(({ begin }) => !begin)
    await this.turn
  }

  private underway({ phase }: Job): boolean {
    return phase === 'running' || phase === 'paused'
  }

  /** What has the cores; two sweeps never run at once, not even beside a pause. */
  private running({ alone }: { readonly alone?: boolean }): Entry[] {
    return this.entries.filter(
      (entry) =>
        (entry.job.phase === 'running' && !entry.quick) ||
        (alone && entry.alone && this.underway(entry.job)),
    )
  }

  private async begin<T extends { readonly id: string }>(ask: Ask<T>, quick: boolean): Promise<T> {
    const begun = await ask.begin()
    // What goes on is no second entry.
    this.entries = this.entries.filter(({ job }) => job.of !== begun.id)
    const entry = this.add(ask, 'running', quick, ask.alone)
    this.set(entry, { of: begun.id })
    entry.stop = () => ask.stop(begun)
    this.tell()
    await ask.report(begun)
    return begun
  }

  private add(
    { kind, title, table }: Pick<Job, 'kind' | 'title' | 'table'>,
    phase: Job['phase'],
    quick: boolean,
    alone = false,
  ): Entry {
    const id = `job-${++this.count}`
    const job: Job = { id, kind, title, table, phase, share: null, secondsLeft: null }
    const entry: Entry = { job, quick, alone, sightings: [] }
    this.entries = [...this.entries, entry]
    return entry
  }

  private follow(
    of: string,
    part: Partial<Job>,
    sighted?: { readonly done: number; readonly all: number },
  ): void {
    const entry = this.entries.find(({ job }) => job.of === of)
    if (!entry) return
    const was = entry.job.phase
    if (part.phase !== 'running') entry.sightings = []
    else if (sighted) this.sight(entry, sighted.done)
    const left = sighted && secondsLeft(entry.sightings, sighted.all)
    this.change(entry, { secondsLeft: left ?? null, ...part })
    if (part.phase !== was && isOver(entry.job)) this.next()
  }

  private sight(entry: Entry, step: number): void {
    const seconds = this.now() / 1000
    const last = entry.sightings.at(-1)
    if (last && seconds - last.seconds < 0.25) return
    const recent = entry.sightings.filter((each) => seconds - each.seconds < span)
    entry.sightings = [...recent, { seconds, step }]
  }

  /** Begins what has waited longest, when nothing is under way that it waits for. */
  private next(): void {
    void this.inTurn(async () => {
      if (this.entries.some(({ job, quick }) => this.underway(job) && !quick)) return
      await this.entries.find(({ begin }) => begin)?.begin?.()
    })
  }

  private change(entry: Entry, part: Partial<Job>): void {
    const { phase } = entry.job
    this.set(entry, part)
    if (entry.job.phase !== phase || this.now() - this.told >= tellInterval) this.tell()
  }

  private set(entry: Entry, part: Partial<Job>): void {
    entry.job = { ...entry.job, ...part }
  }

  private tell(): void {
    this.told = this.now()
    const over = this.entries.filter(({ job }) => isOver(job)).slice(0, -mostEnded)
    this.entries = this.entries.filter((entry) => !over.includes(entry))
    this.options.onChange(this.list())
  }

  private now(): number {
    return this.options.now?.() ?? performance.now()
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work)
    this.turn = done.catch(() => undefined)
    return done
  }

  private busy(running: readonly Entry[], { alone }: { readonly alone?: boolean }): LabError {
    const [{ job }] = running as [Entry]
    const beside = !alone && this.options.free() > 0 ? 1 : 0
    return new LabError(
      'lab-busy',
      `${job.title || job.table} is running. Start this beside it, after it or instead of it.`,
      { parameters: { title: job.title, table: job.table, beside } },
    )
  }
}
