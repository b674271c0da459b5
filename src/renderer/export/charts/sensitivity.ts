import type { Metric } from '../../../shared/experiment/spec.ts'
import type { ChartWords, Frame } from '../../../shared/charts/frame.ts'
import type { Sensitivity, SensitivityLine } from '../../charts/sensitivity.ts'
import { useText } from '../../composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import type { Paper } from '../paper.ts'
import { reinked } from '../reink.ts'
import { element, type SvgNode } from '../svg.ts'
import { curvesFigure } from './curve-figure.ts'
import { metricUnit } from './units.ts'

const { t } = useText()

export interface SensitivityExport {
  readonly metric: Metric
  readonly regression: boolean
  readonly table: string
  readonly settings: readonly string[]
  readonly chart: Sensitivity
  readonly words: ChartWords
  readonly lines: readonly SensitivityLine[]
}

/** A sweep's scores against the learning rate. */
export function sensitivityChart(input: SensitivityExport): ExportedChart {
  const { metric, chart, words, lines } = input
  const unit = metricUnit(metric, input.regression)
  return {
    file: `sweep-${metric}`,
    title: t('export.title.sweep', { table: input.table, metric: t(`metric.${metric}`) }),
    settings: input.settings,
    figure: (paper) =>
      curvesFigure(
        {
          data: { ...chart.data, footRoom: 32 },
          words,
          key: ({ inks }) => [
            { sign: { field: inks.second, opacity: 0.24 }, text: t('export.key.spread') },
            { sign: { dot: inks.second }, text: t('export.key.best') },
            ...(chart.lost.length > 0
              ? [
                  {
                    sign: { sign: '✕', colour: inks.second },
                    text: t('export.key.lost'),
                  },
                ]
              : []),
          ],
          over: (frame, on) => marks(chart, frame, on),
        },
        paper,
      ),
    table: () => ({
      columns: [
        'optimizer',
        'learning rate',
        ...['median', 'best', 'worst'].map((part) => `${metric} ${part}${unit}`),
      ],
      rows: lines.flatMap(({ name, tried, winner }) =>
        tried.length === 0 && winner
          ? [[name, null, winner.score, null, null]]
          : tried.map(({ rate, median, best, worst }) => [name, rate, median, best, worst]),
      ),
    }),
  }
}

function marks({ winners, lost }: Sensitivity, frame: Frame, paper: Paper): SvgNode[] {
  const { toX, toY, top, bottom } = frame
  return [
    ...winners.map(({ look, x, y }) => {
      const at = toY(y)
      return element('circle', {
        cx: toX(x),
        cy: Number.isFinite(at) ? Math.min(Math.max(at, top), bottom) : bottom,
        r: 5.5,
        fill: reinked(look, paper.theme).colour,
        stroke: paper.inks.panel,
        'stroke-width': 1.5,
      })
    }),
    ...lost.map(({ look, x, row }) =>
      element('path', {
        transform: `translate(${toX(x).toFixed(1)} ${(top + 6 + 8 * row).toFixed(1)})`,
        d: 'M-2.5-2.5L2.5 2.5M2.5-2.5L-2.5 2.5',
        fill: 'none',
        stroke: reinked(look, paper.theme).colour,
        'stroke-width': 1.5,
      }),
    ),
  ]
}
