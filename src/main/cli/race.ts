import type { LiveRace } from '../lab/live-race.ts'
import { Races } from '../lab/races.ts'
import { createTableSources } from '../lab/tables/sources.ts'
import { createProgressLine } from './progress.ts'
import { raceReport, type RaceReport } from './race-report.ts'
import type { Shell } from './shell.ts'
import { exits, Interrupted, printJson } from './usage.ts'

export interface RaceWishes {
  readonly shell: Shell
  /** Trainer processes at most; as many as cores when left out. */
  readonly processes: number | undefined
  /** Whether the results are printed as JSON. */
  readonly json: boolean
  /** Stands before the progress. */
  readonly title: string
  readonly runsFolder: string
}

/**
 * Sees a race to its end and prints where every lane ended.
 *
 * @param begin starts it, or goes on with one
 * @returns the exit code
 */
export async function race(
  { shell, processes, json, title, runsFolder }: RaceWishes,
  begin: (races: Races) => Promise<LiveRace>,
): Promise<number> {
  const pool = shell.createPool(processes)
  const reader = shell.createReader()
  const readTable = createTableSources({ reader }).read
  const races = new Races({ pool, readTable, runsFolder, version: shell.version })
  try {
    // A table that is being read is given up.
    const giveUp = (): void => reader.dispose()
    const report = await seeThrough(shell, title, () => begin(races), giveUp)
    if (json) printJson(shell, report.json)
    else shell.print(`${report.lines.join('\n')}\n`)
    if (report.error) throw report.error
    return report.finished ? exits.done : exits.interrupted
  } finally {
    reader.dispose()
    await races.dispose()
    await pool.dispose()
  }
}

/**
 * Sees a race to its end, which an interrupt brings about, and shows how far it is.
 *
 * @param giveUp what an interrupt does before it has begun
 * @throws Interrupted where it never began for that
 */
export async function seeThrough(
  shell: Shell,
  title: string,
  begin: () => Promise<LiveRace>,
  giveUp: () => void = () => undefined,
): Promise<RaceReport> {
  const progress = createProgressLine(shell.stderr, title)
  let live: LiveRace | undefined
  let off: (() => void) | undefined
  let interrupted = false
  const stop = (): void => {
    interrupted = true
    if (live) void live.stop().catch(() => undefined)
    else giveUp()
  }
  const release = shell.onInterrupt(stop)
  try {
    live = await begin().catch((error: unknown) => {
      throw interrupted ? new Interrupted() : error
    })
    off = live.training.onStatus((status) => progress.show(status))
    if (interrupted) stop()
    await live.whenEnded()
    return await raceReport(live, live.spec)
  } finally {
    release()
    off?.()
    progress.clear()
  }
}
