import type { CurvesPart } from '#shared/charts/frame.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import { paintFigure } from './curve-figure.ts'
import { isShare } from '#renderer/composables/metric-text.ts'
import { curvesFilm } from '../film/make.ts'
import { metricUnit } from './units.ts'

const { t } = useText()

export interface IrisCurvesInput {
  readonly metric: Metric
  readonly chart: CurvesPart
  readonly settings: readonly string[]
  /** Of each recorded point: the step; the samples are the curve's own. */
  readonly lanes: readonly {
    readonly optimizer: string
    readonly seed: number
    readonly steps: ArrayLike<number>
    readonly samples: ArrayLike<number>
    readonly values: ArrayLike<number>
  }[]
}

/** The tutorial's curves of one metric, with the bands of 200 seeds. */
export function irisCurves(input: IrisCurvesInput): ExportedChart {
  const { metric, chart, lanes } = input
  return {
    file: `iris-${metric}`,
    title: t('export.title.iris', { metric: t(`metric.${metric}`) }),
    settings: input.settings,
    paint: (brush, paper) => {
      const sign = { field: paper.inks.second, opacity: 0.24 }
      const key = chart.data.bands.length === 0 ? [] : [{ sign, text: t('chart.band') }]
      return { ...paintFigure(brush, paper, chart), key }
    },
    film: () =>
      curvesFilm(
        chart,
        {
          title: t('export.title.iris', { metric: t(`metric.${metric}`) }),
          settings: input.settings,
        },
        isShare(metric),
      ),
    table: () => ({
      columns: ['optimizer', 'seed', 'step', 'samples', `${metric}${metricUnit(metric)}`],
      rows: lanes.flatMap(({ optimizer, seed, steps, samples, values }) =>
        Array.from(steps, (step, at) => [
          optimizer,
          seed,
          step,
          samples[at] ?? null,
          values[at] ?? null,
        ]),
      ),
    }),
  }
}
