import { divergingPaint } from '../../charts/heat.ts'
import { useText } from '../../composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import { moved } from '../svg.ts'
import { matrixFigure } from './matrix.ts'

const { t, format } = useText()

export interface WeightsInput {
  readonly name: string
  readonly step: number
  readonly settings: readonly string[]
  readonly parameters: ArrayLike<number>
  /** The layers, from the inputs on. */
  readonly layers: readonly {
    readonly columns: readonly string[]
    readonly rows: readonly {
      readonly from: string
      readonly cells: readonly { readonly parameter: number; readonly to: string }[]
    }[]
  }[]
}

/** A lane's weights as heat maps, a layer below the other. */
export function weightsChart(input: WeightsInput): ExportedChart {
  const { name, step, layers, parameters } = input
  return {
    file: 'iris-weights',
    title: t('weights.label', { name, step: format.whole(step) }),
    settings: input.settings,
    figure: (paper) => {
      const sizes = Array.from(parameters).filter(Number.isFinite).map(Math.abs)
      const largest = Math.max(0, ...sizes)
      const figures = layers.map(({ columns, rows }, index) =>
        matrixFigure(
          {
            corner: t('export.key.fromTo'),
            columns,
            rows: rows.map(({ from, cells }) => ({
              name: from,
              cells: cells.map(({ parameter }) => {
                const value = parameters[parameter] ?? NaN
                const text = format.fixed(value, Math.abs(value) >= 100 ? 0 : 3)
                return { text, paint: divergingPaint(value, largest, paper.theme) }
              }),
            })),
          },
          paper,
          layers.length > 1 ? t('weights.layer', { index: index + 1 }) : undefined,
        ),
      )
      let y = 0
      const body = figures.map((figure) => {
        const node = moved(0, y, figure.body)
        y += figure.height + 16
        return node
      })
      const stops = Array.from({ length: 41 }, (_, at) =>
        divergingPaint(((at - 20) / 20) * largest, largest, paper.theme),
      )
      return {
        width: Math.max(420, ...figures.map(({ width }) => width)),
        height: y,
        body,
        key: [
          {
            sign: {
              ramp: stops.map(({ background }) => background),
              from: format.short(-largest, 3),
              to: format.short(largest, 3),
            },
            text: t('export.key.weight'),
          },
        ],
      }
    },
    table: () => ({
      columns: ['step', 'layer', 'from', 'to', 'parameter', 'weight'],
      rows: layers.flatMap(({ rows }, layer) =>
        rows.flatMap(({ from, cells }) =>
          cells.map(({ parameter, to }) => [
            step,
            layer + 1,
            from,
            to,
            parameter,
            parameters[parameter] ?? null,
          ]),
        ),
      ),
    }),
  }
}
