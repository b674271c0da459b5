import type { Curve } from '../../charts/frame.ts'
import { multiplesOf, niceStep } from '../../charts/scale.ts'
import { shareWithin, type Profile } from '../../statistics/index.ts'
import { speech } from '../../words/index.ts'
import { tournamentFigureWords } from '../../words/tournament-figures.ts'
import { targetTimes } from '../analysis.ts'
import { nameOf, type CurveFigure, type FigureInput, type NoFigure } from './types.ts'

/**
 * The corners of a profile's steps.
 *
 * @param end log2 of the factor at which the axis ends
 * @returns x as log2 of the factor, y as the share
 */
export function profileSteps(profile: Profile, end: number): { x: number[]; y: number[] } {
  const first = shareWithin(profile, 1)
  const x = [0]
  const y = [first]
  profile.factors.forEach((factor, at) => {
    if (factor <= 1) return
    const place = Math.log2(factor)
    x.push(place, place)
    y.push(y.at(-1)!, profile.shares[at]!)
  })
  return { x: [...x, end], y: [...y, y.at(-1)!] }
}

/** On what share of the tasks each contestant comes to the target within a factor of the fewest steps. */
export function profilesFigure(input: FigureInput): CurveFigure | NoFigure {
  const { spec, cells, budget, looks, language } = input
  const words = tournamentFigureWords[language].profiles
  const { format, words: shared } = speech[language]
  const { title, nothing: why } = words
  const { tasks, targets, steps, profiles } = targetTimes(spec, cells, budget)
  if (tasks.length === 0) return { kind: 'nothing', title, why }
  const factors = [...new Set(profiles.flatMap((profile) => profile.factors))].sort((a, b) => a - b)
  const end = Math.max(1, Math.log2(factors.at(-1) ?? 1) * 1.06)
  const points = Float64Array.from([...new Set([1, ...factors])], (factor) => Math.log2(factor))
  const within = (contestant: number, log: number): number =>
    // What was a factor before its logarithm is not to be missed by rounding.
    shareWithin(profiles[contestant]!, 2 ** log * (1 + 1e-12))
  const factorText = (log: number): string => format.short(2 ** log, 3)
  const curves = profiles.map((profile, contestant): Curve => {
    const name = nameOf(input, contestant)
    const own = { id: name, name, look: looks[contestant]!, selected: false, undotted: true }
    return { ...own, ...profileSteps(profile, end) }
  })
  return {
    kind: 'curves',
    title,
    part: {
      data: {
        curves,
        bands: [],
        horizontal: (parts) => {
          const step = Math.max(1, niceStep(end, parts))
          return { min: 0, max: end, ticks: multiplesOf(step, 0, end), decimals: 0 }
        },
        logarithmic: false,
        fixed: { min: 0, max: 1 },
        label: (_, last) => format.percent(last),
      },
      words: {
        yName: words.y(shared.tournament.tasks(format.whole(tasks.length))),
        xName: words.x,
        yText: (value) => format.percent(value),
        xText: factorText,
        xNote: () => '',
        at: (index) => words.at(factorText(points[index] ?? 0)),
      },
    },
    points,
    readings: (index) =>
      curves
        .map(({ id, name, look }, contestant) => {
          const value = within(contestant, points[index] ?? 0)
          return { id, name, look, value, text: format.percent(value) }
        })
        .sort((a, b) => b.value - a.value),
    summary: format.text(
      profiles.map((profile, contestant) =>
        words.summary(
          nameOf(input, contestant),
          format.percent(shareWithin(profile, 1)),
          format.percent(shareWithin(profile, 2)),
          format.percent(profile.shares.at(-1) ?? 0),
        ),
      ),
    ),
    note: '',
    table: {
      columns: ['task', 'target', 'contestant', 'steps to target', 'factor'],
      rows: tasks.flatMap((task, at) =>
        steps[at]!.map((count, contestant) => [
          spec.tasks[task]!.id,
          targets[at]!,
          nameOf(input, contestant),
          Number.isFinite(count) ? count : null,
          Number.isFinite(count) ? count / Math.min(...steps[at]!) : null,
        ]),
      ),
    },
  }
}
