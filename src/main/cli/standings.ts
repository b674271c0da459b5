import { toJsonNumber, type JsonNumber } from '#shared/experiment/log.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { inSentence, metricTitle } from '#shared/metrics/index.ts'
import {
  standingColumns,
  type Comparison,
  type Estimate,
  type StandingColumn,
} from '#shared/statistics/index.ts'
import { evidenceLines, speech, verdictText } from '#shared/words/index.ts'
import type { RaceStandings } from '../lab/race-standings.ts'
import { textTable } from './table.ts'

/** @returns a table of ranks and, for every lane but the first, a sentence that says no more than the seeds do */
export function standingLines(spec: ExperimentSpec, standings: RaceStandings): string[] {
  const { metric, target, lanes, step } = standings
  const timed = target !== undefined
  const shown: readonly StandingColumn[] = timed
    ? ['steps', 'seconds', 'final', 'best', 'area']
    : ['final', 'best', 'area']
  const titleOf = (column: StandingColumn): string =>
    inSentence(speech.en.words.columns[column]).replace('target', String(target))
  const table = textTable(
    [
      { title: '#', align: 'right' },
      { title: 'lane' },
      ...shown.map((column) => ({ title: titleOf(column), align: 'right' as const })),
      ...(timed ? [{ title: 'reached', align: 'right' as const }] : []),
      { title: 'diverged', align: 'right' },
    ],
    lanes.map((each) => [
      String(each.rank),
      spec.lanes[each.lane]?.id ?? '',
      ...shown.map((column) => estimateText(each.columns[column], column)),
      ...(timed ? [`${each.reached} of ${each.seeds}`] : []),
      each.diverged === 0 ? '–' : `${each.diverged} of ${each.seeds}`,
    ]),
  )
  const leader = spec.lanes[standings.reference]?.id ?? ''
  const verdicts = lanes.flatMap(({ lane, comparison }) =>
    comparison ? [`${spec.lanes[lane]?.id ?? ''}: ${saidOf(comparison, leader)}`] : [],
  )
  const interval = lanes[0]?.columns.final.kind === 'interval' ? '95 % bootstrap interval' : 'range'
  return [
    `Ranked by ${metricTitle(metric)} at the end (step ${step}): median over seeds [${interval}]`,
    ...table,
    ...(timed ? ['Lanes of one process train together: seconds run on the clock they share.'] : []),
    '',
    ...verdicts,
  ]
}

function estimateText({ median, low, high, kind }: Estimate, column: StandingColumn): string {
  if (kind === 'none') return '–'
  const text = (value: number): string => valueText(value, column)
  if (kind === 'one' || low === high) return text(median)
  return `${text(median)} [${text(low)}, ${text(high)}]`
}

function valueText(value: number, column: StandingColumn): string {
  if (!Number.isFinite(value)) {
    return column === 'steps' || column === 'seconds' ? 'never' : 'diverged'
  }
  return String(Number(value.toPrecision(4)))
}

/** The verdict, and how it came about where more than one seed has something to say. */
function saidOf(comparison: Comparison, leader: string): string {
  const verdict = verdictText(comparison, leader, speech.en)
  if (comparison.seeds < 2) return verdict
  const write = (value: number): string => speech.en.format.short(value, 3)
  return [`${verdict}.`, ...evidenceLines(comparison, write, speech.en)].join(' ')
}

/** What `run --json` prints of them. */
export function standingsJson(spec: ExperimentSpec, standings: RaceStandings): unknown {
  const estimate = ({ median, low, high, kind, values }: Estimate): unknown => ({
    median: named(median),
    low: named(low),
    high: named(high),
    kind,
    values: Array.from(values, named),
  })
  const { metric, target, step, reference, leads } = standings
  return {
    metric,
    target: target ?? null,
    step,
    comparedWith: spec.lanes[reference]?.id ?? null,
    comparedWithLeader: leads,
    lanes: standings.lanes.map(({ lane, rank, reached, diverged, columns, comparison }) => ({
      id: spec.lanes[lane]?.id,
      rank,
      reached: target === undefined ? null : reached,
      diverged,
      ...Object.fromEntries(standingColumns.map((key) => [key, estimate(columns[key])])),
      verdict: comparison ? verdictJson(comparison, estimate) : null,
    })),
  }
}

function verdictJson(
  { difference, reason, ...rest }: Comparison,
  estimate: (value: Estimate) => unknown,
): unknown {
  return { ...rest, reason: reason ?? null, difference: estimate(difference) }
}

/** NaN, which is no value, as null. */
function named(value: number): JsonNumber | null {
  return Number.isNaN(value) ? null : toJsonNumber(value)
}
