import { LabError } from '../../shared/contract/errors.ts'
import type { ExperimentSpec } from '../../shared/experiment/spec.ts'
import type { LiveRace } from '../lab/live-race.ts'
import { metricTitles, resultJson, resultLines, resultsOf } from './results.ts'
import { raceStandings, standingLines } from './standings.ts'

/** What is printed of a race that is over. */
export interface RaceReport {
  readonly json: unknown
  readonly lines: readonly string[]
  /** Whether it came to the end of its budget. */
  readonly finished: boolean
  readonly error: LabError | undefined
}

/** @returns where every lane ended, as text and as data */
export async function raceReport(live: LiveRace, spec: ExperimentSpec): Promise<RaceReport> {
  const race = live.race()
  const { columns, events } = await live.recorded()
  const results = resultsOf(spec, columns)
  const standings = raceStandings(spec, columns, events)
  const { phase, step, steps, error } = race.status
  const lines = resultLines(results)
  // One seed has no standings to speak of; one lane has nobody to stand against.
  if (standings && spec.seeds.length > 1 && spec.lanes.length > 1) {
    lines.push('', ...standingLines(spec, standings, metricTitles))
  }
  const end = phase === 'finished' ? `${step} steps` : `${phase} at step ${step} of ${steps}`
  return {
    json: resultJson(race, results, spec, standings),
    lines: [...lines, '', `${end}, recorded in ${race.folder}`],
    finished: phase === 'finished',
    error: error && LabError.fromData(error),
  }
}
