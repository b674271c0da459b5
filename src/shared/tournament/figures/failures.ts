import type { Curve } from '../../charts/frame.ts'
import { multiplesOf, niceStep } from '../../charts/scale.ts'
import { speech } from '../../words/index.ts'
import { tournamentFigureWords } from '../../words/tournament-figures.ts'
import { failureCurves, type FailureBin } from '../analysis.ts'
import { nameOf, type CurveFigure, type FigureInput, type NoFigure } from './types.ts'

/** Decimal logarithm of a stretch's middle. */
const middleOf = ({ from, to }: FailureBin): number => (Math.log10(from) + Math.log10(to)) / 2

const shareOf = ({ runs, diverged }: FailureBin): number => diverged / runs

/** The share of trials' runs that diverged, over the learning rate. */
export function failuresFigure(input: FigureInput): CurveFigure | NoFigure {
  const { spec, cells, looks, language } = input
  const all = tournamentFigureWords[language]
  const { failures: words, tuning } = all
  const { format } = speech[language]
  const found = failureCurves(spec, cells)
  const rated = found.filter(({ key, bins }) => key === 'lr' && bins.length > 0)
  if (rated.length === 0) {
    const why = Math.max(...spec.budgets) === 0 ? tuning.nothing : tuning.waiting
    return { kind: 'nothing', title: words.title, why }
  }
  const bins = new Map(rated.flatMap((curve) => curve.bins.map((bin) => [bin.from, bin] as const)))
  const stretches = [...bins.values()].sort((a, b) => a.from - b.from)
  const points = Float64Array.from(stretches, middleOf)
  const [least, most] = [stretches[0]!, stretches.at(-1)!]
  const [min, max] = [Math.log10(least.from), Math.log10(most.to)]
  const curves = rated.map(({ contestant, bins: own }): Curve => {
    const name = nameOf(input, contestant)
    const drawn = { id: name, name, look: looks[contestant]!, selected: false }
    return { ...drawn, x: own.map(middleOf), y: own.map(shareOf) }
  })
  const rate = (value: number): string => format.short(value, 2)
  const unrated = found.filter(({ key }) => key !== 'lr').map(({ contestant }) => contestant)
  return {
    kind: 'curves',
    title: words.title,
    part: {
      data: {
        curves,
        bands: [],
        horizontal: (parts) => {
          const step = Math.max(1, niceStep(max - min, parts))
          return { min, max, ticks: multiplesOf(step, min, max), decimals: 0 }
        },
        logarithmic: false,
        fixed: { min: 0, max: 1 },
        label: (_, last) => format.percent(last),
      },
      words: {
        yName: words.y,
        xName: words.x,
        yText: (value) => format.percent(value),
        xText: (log) => rate(Number((10 ** log).toPrecision(6))),
        xNote: () => '',
        at: (index) => {
          const bin = stretches[index] ?? least
          return words.at(rate(bin.from), rate(bin.to))
        },
      },
    },
    points,
    readings: (index) =>
      rated
        .flatMap(({ bins: own }, at) => {
          const bin = own.find(({ from }) => from === stretches[index]?.from)
          const { id, name, look } = curves[at]!
          if (!bin) return []
          const value = shareOf(bin)
          const text = words.share(format.percent(value), format.whole(bin.runs))
          return [{ id, name, look, value, text }]
        })
        .sort((a, b) => a.value - b.value),
    summary: format.text(
      rated.map(({ contestant, bins: own }) => {
        const first = own.find(({ diverged }) => diverged > 0)
        const name = nameOf(input, contestant)
        if (!first) return words.never(name)
        return words.summary(name, rate(first.from), format.percent(Math.max(...own.map(shareOf))))
      }),
    ),
    note:
      unrated.length === 0
        ? ''
        : words.unrated(format.list(unrated.map((contestant) => nameOf(input, contestant)))),
    table: {
      columns: ['contestant', 'hyper-parameter', 'from', 'to', 'runs', 'diverged', 'share'],
      rows: found.flatMap(({ contestant, key = null, bins: own }) =>
        own.map((bin) => [
          ...[nameOf(input, contestant), key, bin.from, bin.to],
          ...[bin.runs, bin.diverged, shareOf(bin)],
        ]),
      ),
    },
  }
}
