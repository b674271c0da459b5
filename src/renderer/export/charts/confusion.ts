import { confusionRows, sequentialPaint } from '#renderer/charts/heat.ts'
import { rampOf } from '#renderer/charts/key.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import { paintMatrix } from './matrix.ts'

const { t, format } = useText()

export interface ConfusionInput {
  readonly name: string
  readonly step: number
  readonly settings: readonly string[]
  readonly classes: readonly string[]
  /** `[classes × classes]`, true class by predicted class. */
  readonly counts: ArrayLike<number>
}

/** Held-out rows by what they are and what a lane's model names them. */
export function confusionChart(input: ConfusionInput): ExportedChart {
  const { name, step, classes, counts } = input
  const at = (row: number, column: number): number => counts[row * classes.length + column] ?? 0
  return {
    title: t('export.title.confusion', { name, step: format.whole(step) }),
    settings: input.settings,
    paint: (brush, paper) => ({
      ...paintMatrix(brush, paper, {
        corner: t('racePanels.confusion.axes'),
        columns: classes,
        rows: confusionRows(classes, counts, paper.theme, format.whole),
      }),
      key: [
        {
          sign: {
            ramp: rampOf((share) => sequentialPaint(share, paper.theme).background, 31),
            from: format.percent(0),
            to: format.percent(1),
          },
          text: t('export.key.share'),
        },
      ],
    }),
    table: () => ({
      columns: ['lane', 'step', 'actual', 'predicted', 'rows'],
      rows: classes.flatMap((actual, row) =>
        classes.map((predicted, column) => [name, step, actual, predicted, at(row, column)]),
      ),
    }),
  }
}
