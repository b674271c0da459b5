import { sequentialPaint } from '../../charts/heat.ts'
import { useText } from '../../composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import { matrixFigure } from './matrix.ts'

const { t, format } = useText()

export interface ConfusionInput {
  /** Begins the file's name. */
  readonly stage: 'iris' | 'race'
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
    file: `${input.stage}-confusion`,
    title: t('export.title.confusion', { name, step: format.whole(step) }),
    settings: input.settings,
    figure: (paper) => ({
      ...matrixFigure(
        {
          corner: t('racePanels.confusion.axes'),
          columns: classes,
          rows: classes.map((actual, row) => {
            const all = classes.reduce((sum, _, column) => sum + at(row, column), 0)
            return {
              name: actual,
              cells: classes.map((_, column) => ({
                text: format.whole(at(row, column)),
                framed: row === column,
                paint: sequentialPaint(all ? at(row, column) / all : 0, paper.theme),
              })),
            }
          }),
        },
        paper,
      ),
      key: [
        {
          sign: {
            ramp: Array.from(
              { length: 31 },
              (_, part) => sequentialPaint(part / 30, paper.theme).background,
            ),
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
