import type { ChartWords } from '#shared/charts/frame.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import type { KeyEntry } from '#renderer/charts/key.ts'
import { paintTried, type Sensitivity, type SensitivityLine } from '#renderer/charts/sensitivity.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import { reinked } from '../reink.ts'
import { paintFigure } from './curve-figure.ts'
import { metricUnit } from './units.ts'

const { t } = useText()

interface SensitivityExport {
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
    title: t('export.title.sweep', { table: input.table, metric: t(`metric.${metric}`) }),
    settings: input.settings,
    paint: (brush, paper) => {
      const { second } = paper.inks
      const part = { data: { ...chart.data, footRoom: 32 }, words }
      const { frame, ...size } = paintFigure(brush, paper, part)
      paintTried(brush, chart, frame, paper, (look) => reinked(look, paper.theme).colour)
      const key: KeyEntry[] = [
        { sign: { field: second, opacity: 0.24 }, text: t('export.key.spread') },
        { sign: { dot: second }, text: t('export.key.best') },
      ]
      const lost = { sign: { sign: '✕', colour: second }, text: t('export.key.lost') }
      return { ...size, key: chart.lost.length > 0 ? [...key, lost] : key }
    },
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
