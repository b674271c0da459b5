import type { RaceStatus } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { eventLines, speech } from '#shared/words/index.ts'
import type { LiveRace } from '../lab/live-race.ts'
import { resultJson, resultLines, resultsOf } from './results.ts'
import { raceStandings } from '../lab/race-standings.ts'
import { standingLines } from './standings.ts'

/** What is printed of a race that is over. */
export interface RaceReport {
  readonly json: unknown
  readonly lines: readonly string[]
  /** Whether every run came to its end: of the budget, or its own. */
  readonly finished: boolean
  readonly error: LabError | undefined
}

/** @returns where every lane ended, as text and as data */
export async function raceReport(live: LiveRace, spec: ExperimentSpec): Promise<RaceReport> {
  const race = live.race()
  const { columns, events, rates } = await live.recorded()
  const results = resultsOf(spec, columns, events)
  const standings = raceStandings(spec, columns, events)
  const { phase, error } = race.status
  const lines = resultLines(results)
  const happened = eventLines(spec, events, rates, speech.en)
  if (happened.length > 0) lines.push('', ...happened)
  // One seed has no standings to speak of; one lane has nobody to stand against.
  if (standings && spec.seeds.length > 1 && spec.lanes.length > 1) {
    lines.push('', ...standingLines(spec, standings))
  }
  return {
    json: resultJson(race, results, spec, standings),
    lines: [...lines, '', `${endText(race.status)}, recorded in ${race.folder}`],
    finished: phase === 'finished',
    error: error && LabError.fromData(error),
  }
}

function endText({ phase, step, steps }: RaceStatus): string {
  if (phase !== 'finished') return `${phase} at step ${step} of ${steps}`
  return step < steps ? `every run had ended by step ${step} of ${steps}` : `${step} steps`
}
