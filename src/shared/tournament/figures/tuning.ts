import { taskName } from '../../data/table-name.ts'
import type { Band, ChartWords, Curve } from '../../charts/frame.ts'
import type { AxisScale } from '../../charts/scale.ts'
import { higherIsBetter, metricOf } from '../../metrics/index.ts'
import { speech } from '../../words/index.ts'
import { tournamentFigureWords } from '../../words/tournament-figures.ts'
import { meanRankSpan } from '../../statistics/index.ts'
import { tuningCurves } from '../analysis.ts'
import { rankingOf } from '../ranking.ts'
import { objectiveOf } from '../spec.ts'
import { nameOf, type CurveFigure, type FigureInput, type NoFigure } from './types.ts'

/** Where so many trials stand on an axis of log2: none at all a place before one. */
export const trialsPlace = (trials: number): number => (trials === 0 ? -1 : Math.log2(trials))

/** @returns how many trials stand there */
const trialsAt = (place: number): number => (place < 0 ? 0 : Math.round(2 ** place))

/** A little room at both ends: no point lies on the plot's edge. */
function trialsScale(budgets: readonly number[], most: number): AxisScale {
  const ticks = [...new Set([...budgets, ...(most > 0 ? [1, most] : [])])].sort((a, b) => a - b)
  const places = ticks.map(trialsPlace)
  const [first, last] = [places[0] ?? 0, places.at(-1) ?? 1]
  const room = Math.max(0.25, (last - first) * 0.04)
  return { min: first - room, max: last + room, ticks: places, decimals: 0 }
}

function axisWords({ language }: FigureInput): Omit<ChartWords, 'yName' | 'yText' | 'at'> {
  const { tuning, untuned } = tournamentFigureWords[language]
  return {
    xName: tuning.x,
    xText: (place) => speech[language].format.whole(trialsAt(place)),
    xNote: (place) => (place < 0 ? untuned : ''),
  }
}

/**
 * How contestants stand with each tuning budget: their mean ranks over the tasks that all have done. A band
 * shows how much of that is the choice of tasks, of one contestant alone.
 *
 * @param looked its place. @default the one that is best with the most trials
 */
export function rankTuningFigure(input: FigureInput, looked?: number): CurveFigure | NoFigure {
  const { spec, cells, looks, language } = input
  const { tuning: words, untuned } = tournamentFigureWords[language]
  const { format, words: shared } = speech[language]
  const places = [...spec.budgets.keys()].sort((a, b) => spec.budgets[a]! - spec.budgets[b]!)
  const rankings = places.map((place) => rankingOf(spec, cells, place))
  const budgets = places.map((place) => spec.budgets[place]!)
  if (budgets.length < 2) return { kind: 'nothing', title: words.title, why: words.nothing }
  const tasks = rankings[0]!.tasks.length
  if (tasks === 0) return { kind: 'nothing', title: words.title, why: words.waiting }
  const shown = looked ?? rankings.at(-1)!.order[0]!
  const spans = spec.contestants.map((_, contestant) =>
    rankings.map(({ ranks }) => meanRankSpan(ranks.map((row) => row[contestant]!))),
  )
  const curves = spec.contestants.map(({ lane: { id } }, contestant): Curve => ({
    ...{ id, name: id, look: looks[contestant]!, selected: contestant === shown },
    x: budgets.map(trialsPlace),
    y: rankings.map(({ meanRanks }) => meanRanks[contestant]!),
  }))
  const own = spans[shown]!.flatMap((span) => span ?? [])
  const bands: Band[] =
    own.length < budgets.length
      ? []
      : [
          {
            ...{ id: nameOf(input, shown), look: looks[shown]!, selected: true },
            x: budgets.map(trialsPlace),
            low: own.map(({ low }) => low),
            high: own.map(({ high }) => high),
          },
        ]
  const rank = (value: number): string => format.fixed(value, 2)
  const atText = (trials: number): string =>
    trials === 0 ? untuned : words.at(format.whole(trials))
  return {
    kind: 'curves',
    title: words.title,
    part: {
      data: {
        curves,
        bands,
        horizontal: () => trialsScale(budgets, 0),
        logarithmic: false,
        fixed: { min: 1, max: Math.max(2, spec.contestants.length) },
        label: (_, last) => rank(last),
      },
      words: {
        ...axisWords(input),
        yName: words.ranks(shared.tournament.tasks(format.whole(tasks))),
        yText: (value) => format.short(value, 3),
        at: (index) => atText(budgets[index] ?? 0),
      },
    },
    points: Float64Array.from(budgets, trialsPlace),
    readings: (index) =>
      curves
        .map(({ id, name, look, y }) => {
          const value = y[index] ?? NaN
          return { id, name, look, value, text: rank(value) }
        })
        .sort((a, b) => a.value - b.value),
    summary: format.text(
      curves.map(({ name, y }) => words.summary(name, rank(y[0]!), rank(y[y.length - 1]!))),
    ),
    note: bands.length > 0 ? words.rankBand(nameOf(input, shown)) : '',
    table: {
      columns: ['contestant', 'trials', 'mean rank', '5 %', '95 %', 'tasks'],
      rows: curves.flatMap(({ name, y }, contestant) =>
        budgets.map((trials, at) => {
          const span = spans[contestant]![at]
          return [name, trials, y[at]!, span?.low ?? null, span?.high ?? null, tasks]
        }),
      ),
    },
  }
}

/**
 * What each contestant's score on one task would be with each number of trials: the expected best of k of
 * those that were run. Before them stands the judged score of the defaults. Bands of many would hide one
 * another: that of one shows the stretch that nine of ten choices fall in.
 *
 * @param looked a contestant's place. @default the one whose most trials came to the best
 */
export function tuningFigure(
  input: FigureInput,
  task: number,
  looked?: number,
): CurveFigure | NoFigure {
  const { spec, cells, looks, language } = input
  const { tuning: words, untuned, diverged } = tournamentFigureWords[language]
  const { format } = speech[language]
  const { metric } = objectiveOf(spec, spec.tasks[task]!)
  const { name: metricName, unit } = metricOf(metric)
  const title = `${words.title}: ${taskName(spec.tasks[task]!, language)}`
  const found = tuningCurves(spec, cells)
    .filter((curve) => curve.task === task)
    .sort((a, b) => a.contestant - b.contestant)
  const most = Math.max(0, ...spec.budgets)
  if (most === 0) return { kind: 'nothing', title, why: words.nothing }
  if (found.length === 0) return { kind: 'nothing', title, why: words.waiting }
  const logarithmic = unit === 'loss'
  const score = (value: number | null): string =>
    value === null || !Number.isFinite(value) ? diverged : format.metric(metric, value)
  const up = higherIsBetter(metric)
  const cost = (value: number): number => (Number.isNaN(value) ? Infinity : up ? -value : value)
  const ends = found.map(({ points }) => cost(points.at(-1)?.expected ?? NaN))
  const shown = looked ?? found[ends.indexOf(Math.min(...ends))]!.contestant
  const bands: Band[] = []
  const curves = found.flatMap(({ contestant, points, untuned: alone }): Curve[] => {
    const name = nameOf(input, contestant)
    const selected = contestant === shown
    const own = { id: name, name, look: looks[contestant]!, selected }
    const x = points.map(({ k }) => trialsPlace(k))
    const sound = points.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))
    if (selected && sound.length > 1) {
      bands.push({
        ...{ id: name, look: own.look, selected },
        x: sound.map(({ k }) => trialsPlace(k)),
        low: sound.map(({ low, high }) => Math.min(low, high)),
        high: sound.map(({ low, high }) => Math.max(low, high)),
      })
    }
    const tuned: Curve = { ...own, undotted: true, x, y: points.map(({ expected }) => expected) }
    if (typeof alone !== 'number') return [tuned]
    return [{ ...own, id: `${name} untuned`, x: [-1], y: [alone], unlabelled: true }, tuned]
  })
  const places = found.some((curve) => curve.untuned !== undefined) ? [0] : []
  const trials = [...places, ...Array.from({ length: most }, (_, at) => at + 1)]
  const scoreAt = (at: number, k: number): number | null | undefined => {
    const { points, untuned: alone } = found[at]!
    if (k === 0) return alone
    const point = points[k - 1]
    return point && (Number.isFinite(point.expected) ? point.expected : null)
  }
  return {
    kind: 'curves',
    title,
    part: {
      data: {
        curves,
        bands,
        horizontal: () =>
          trialsScale([...places, ...spec.budgets.filter((each) => each > 0)], most),
        logarithmic,
        label: (_, last) => score(last),
      },
      words: {
        ...axisWords(input),
        yName: words.score(metricName[language]),
        yText: (value, decimals) =>
          unit === 'share'
            ? format.percent(value)
            : logarithmic
              ? format.short(value, 2)
              : format.fixed(value, decimals),
        at: (index) => {
          const k = trials[index] ?? 0
          return k === 0 ? untuned : words.at(format.whole(k))
        },
      },
    },
    points: Float64Array.from(trials, trialsPlace),
    readings: (index) =>
      found
        .flatMap(({ contestant }, at) => {
          const value = scoreAt(at, trials[index] ?? 0)
          if (value === undefined) return []
          const name = nameOf(input, contestant)
          const look = looks[contestant]!
          return [{ id: name, name, look, value: value ?? NaN, text: score(value) }]
        })
        .sort((a, b) => cost(a.value) - cost(b.value)),
    summary: format.text(
      found.map(({ contestant }, at) => {
        const first = scoreAt(at, 0) ?? scoreAt(at, 1) ?? null
        return words.summary(
          nameOf(input, contestant),
          score(first),
          score(scoreAt(at, most) ?? null),
        )
      }),
    ),
    note: bands.length > 0 ? words.band(nameOf(input, shown)) : '',
    table: {
      columns: [
        'task',
        'contestant',
        'metric',
        'k',
        'expected',
        '5 %',
        'median',
        '95 %',
        'all diverged',
      ],
      rows: found.flatMap(({ contestant, points, untuned: alone }) => {
        const own = [spec.tasks[task]!.id, nameOf(input, contestant), metric] as const
        const known = (value: number): number | null => (Number.isFinite(value) ? value : null)
        return [
          ...(alone === undefined ? [] : [[...own, 0, alone, null, null, null, null]]),
          ...points.map(({ k, expected, low, median, high, lost }) => [
            ...own,
            k,
            ...[expected, low, median, high].map(known),
            lost,
          ]),
        ]
      }),
    },
  }
}
