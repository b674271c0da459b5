import type { CurvesPart } from '#shared/charts/frame.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import type { LaneBand } from '#shared/statistics/lane-bands.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import { paintFigure } from './curve-figure.ts'
import { isShare } from '#renderer/composables/metric-text.ts'
import { curvesFilm } from '../film/make.ts'
import { metricUnit } from './units.ts'

const { t } = useText()

interface RunCurvesInput {
  readonly metric: Metric
  readonly regression: boolean
  /** What the run, or the runs, are called. */
  readonly title: string
  /** How each was made, a line each. */
  readonly settings: readonly string[]
  readonly chart: CurvesPart
  readonly lanes: readonly (LaneBand & {
    readonly run: string
    readonly name: string
    readonly optimizer: string
  })[]
}

/** One run's medians in their bands, or the medians of several over one another. */
export function runCurves({ metric, lanes, ...input }: RunCurvesInput): ExportedChart {
  const title = t('export.title.run', { run: input.title, metric: t(`metric.${metric}`) })
  const unit = metricUnit(metric, input.regression)
  return {
    title,
    settings: input.settings,
    paint: (brush, paper) => {
      const sign = { field: paper.inks.second, opacity: 0.24 }
      const banded = input.chart.data.bands.length > 0
      return {
        ...paintFigure(brush, paper, input.chart),
        key: banded ? [{ sign, text: t('export.key.bands') }] : [],
      }
    },
    film: () => curvesFilm(input.chart, { title, settings: input.settings }, isShare(metric)),
    table: () => ({
      columns: [
        ...['run', 'lane', 'optimizer', 'step', 'samples', 'seconds [s]'],
        ...['p5', 'median', 'p95'].map((part) => `${metric} ${part}${unit}`),
      ],
      rows: lanes.flatMap(({ run, name, optimizer, steps, samples, seconds, low, median, high }) =>
        Array.from(steps, (step, at) => [
          ...[run, name, optimizer, step],
          ...[samples, seconds, low, median, high].map((column) => column[at] ?? null),
        ]),
      ),
    }),
  }
}
