import type { LiveRace } from '../lab/live-race.ts'
import { Races } from '../lab/races.ts'
import { createProgressLine } from './progress.ts'
import { raceReport, type RaceReport } from './race-report.ts'
import type { Shell } from './shell.ts'
import { beginStoppable, withTrainer, type Trainer } from './trainer.ts'
import { exits, printJson } from './usage.ts'

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
  return withTrainer(shell, processes, async (trainer) => {
    const { pool, readTable } = trainer
    const races = new Races({ pool, readTable, runsFolder, version: shell.version })
    try {
      const report = await seeThrough(shell, trainer, title, () => begin(races))
      if (json) printJson(shell, report.json)
      else shell.print(`${report.lines.join('\n')}\n`)
      if (report.error) throw report.error
      return report.finished ? exits.done : exits.interrupted
    } finally {
      await races.dispose()
    }
  })
}

/**
 * Sees a race to its end, which an interrupt brings about, and shows how far it is.
 *
 * @throws Interrupted where it never began for that
 */
export async function seeThrough(
  shell: Shell,
  trainer: Pick<Trainer, 'signal' | 'stopReading'>,
  title: string,
  begin: () => Promise<LiveRace>,
): Promise<RaceReport> {
  const progress = createProgressLine(shell.stderr, title)
  let off: (() => void) | undefined
  try {
    const live = await beginStoppable(trainer, begin, (begun) => begun.stop())
    off = live.training.onStatus((status) => progress.show(status))
    await live.whenEnded()
    return await raceReport(live, live.spec)
  } finally {
    off?.()
    progress.clear()
  }
}
