import { divergingPaint, type CellPaint } from '#renderer/charts/heat.ts'
import { rampOf } from '#renderer/charts/key.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import { paintMatrix } from './matrix.ts'

const { t, format } = useText()

interface WeightsInput {
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
    title: t('weights.label', { name, step: format.whole(step) }),
    settings: input.settings,
    paint: (brush, paper) => {
      const sizes = Array.from(parameters).filter(Number.isFinite).map(Math.abs)
      const largest = Math.max(0, ...sizes)
      const paint = (value: number): CellPaint => divergingPaint(value, largest, paper.theme)
      let [width, height] = [420, 0]
      layers.forEach(({ columns, rows }, index) => {
        const matrix = {
          corner: t('export.key.fromTo'),
          columns,
          rows: rows.map(({ from, cells }) => ({
            name: from,
            cells: cells.map(({ parameter }) => {
              const value = parameters[parameter] ?? NaN
              const text = format.fixed(value, Math.abs(value) >= 100 ? 0 : 3)
              return { text, paint: paint(value) }
            }),
          })),
        }
        const title = layers.length > 1 ? t('weights.layer', { index: index + 1 }) : undefined
        brush.move(0, height, () => {
          const size = paintMatrix(brush, paper, matrix, title)
          width = Math.max(width, size.width)
          height += size.height + 16
        })
      })
      const sign = {
        ramp: rampOf((share) => paint((2 * share - 1) * largest).background, 41),
        from: format.short(-largest, 3),
        to: format.short(largest, 3),
      }
      return { width, height, key: [{ sign, text: t('export.key.weight') }] }
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
