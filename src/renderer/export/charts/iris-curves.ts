import type { CurvesPart } from '#shared/charts/frame.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import { paintExits, type WindowExit } from '#renderer/charts/window.ts'
import { paintFigure } from './curve-figure.ts'
import { reinked } from '../reink.ts'
import { isShare } from '#renderer/composables/metric-text.ts'
import { curvesFilm } from '../film/make.ts'
import { metricUnit } from './units.ts'

const { t } = useText()

export interface IrisCurvesInput {
  readonly metric: Metric
  /** Of one of several panes: how large its batches are. */
  readonly batch?: number
  readonly chart: CurvesPart
  /** Where curves leave the tutorial's window; none where the axis is not it. */
  readonly exits?: readonly WindowExit[]
  readonly exitText?: (exit: WindowExit) => string
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
  const { metric, batch, chart, lanes, exits = [], exitText = ({ name }) => name } = input
  const metricTitle = t('export.title.iris', { metric: t(`metric.${metric}`) })
  const title =
    batch === undefined ? metricTitle : `${metricTitle}, ${t('batches.pane', { n: batch })}`
  return {
    title,
    settings: input.settings,
    paint: (brush, paper) => {
      const sign = { field: paper.inks.second, opacity: 0.24 }
      const key = chart.data.bands.length === 0 ? [] : [{ sign, text: t('chart.band') }]
      const { frame, ...size } = paintFigure(brush, paper, chart)
      const inked = exits.map((exit) => ({
        ...exit,
        colour: reinked({ colour: exit.colour, dash: [] }, paper.theme).colour,
      }))
      paintExits(brush, frame, inked, exitText, paper.inks, 1)
      return { ...size, key }
    },
    film: () =>
      curvesFilm(
        chart,
        {
          title,
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
