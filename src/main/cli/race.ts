import type { LiveRace } from '../lab/live-race.ts'
import { Races } from '../lab/races.ts'
import { createTableSources } from '../lab/tables/sources.ts'
import { createProgressLine } from './progress.ts'
import { raceReport } from './race-report.ts'
import type { Shell } from './shell.ts'
import { exits, Interrupted } from './usage.ts'

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
  const progress = createProgressLine(shell.stderr, title)
  const races = new Races({
    pool,
    readTable: createTableSources({ reader }).read,
    runsFolder,
    version: shell.version,
    onStatus: (status) => progress.show(status),
  })
  let live: LiveRace | undefined
  let interrupted = false
  const stop = (): void => {
    interrupted = true
    // A table that is being read is given up.
    if (live) void live.stop().catch(() => undefined)
    else reader.dispose()
  }
  const release = shell.onInterrupt(stop)
  try {
    live = await begin(races).catch((error: unknown) => {
      throw interrupted ? new Interrupted() : error
    })
    if (interrupted) stop()
    await live.whenEnded()
    progress.clear()
    const { lines, json: data, finished, error } = await raceReport(live, live.spec)
    shell.print(json ? `${JSON.stringify(data, null, 2)}\n` : `${lines.join('\n')}\n`)
    if (error) throw error
    return finished ? exits.done : exits.interrupted
  } finally {
    release()
    progress.clear()
    reader.dispose()
    await races.dispose()
    await pool.dispose()
  }
}
