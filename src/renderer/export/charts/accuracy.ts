import type { Brush } from '#renderer/charts/brush.ts'
import { lineStyle, type Drawn } from '#shared/charts/palette.ts'
import type { Paper } from '#shared/charts/theme.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ExportedChart, Figure } from '../figure.ts'

const { t, format } = useText()

export interface AccuracyInput {
  readonly step: number
  readonly settings: readonly string[]
  readonly lanes: readonly {
    readonly name: string
    readonly optimizer: string
    /** Whose line it is, where that is more than the optimizer's. */
    readonly drawn?: Drawn
    /** Shares of rows; NaN where there is none. */
    readonly train: number
    readonly held: number
  }[]
}

const plot = { width: 420, row: 30, top: 8, foot: 44 }

/** Each lane's share of flowers named rightly: a ring for the training rows, a dot for those held out. */
export function accuracyChart({ step, lanes, settings }: AccuracyInput): ExportedChart {
  return {
    title: t('export.title.accuracy', { step: format.whole(step) }),
    settings,
    paint: (brush, paper) => draw(lanes, brush, paper),
    table: () => ({
      columns: ['optimizer', 'step', 'trainAccuracy [share]', 'validationAccuracy [share]'],
      rows: lanes.map(({ optimizer, train, held }) => [optimizer, step, train, held]),
    }),
  }
}

function draw(lanes: AccuracyInput['lanes'], brush: Brush, { theme, inks }: Paper): Figure {
  const { ink, second, hairline } = inks
  const small = { size: 11, fill: second } as const
  const left = Math.ceil(Math.max(...lanes.map(({ name }) => brush.measure(name)))) + 14
  const x = (share: number): number => left + share * plot.width
  const bottom = plot.top + lanes.length * plot.row
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    brush.line(x(share), plot.top, x(share), bottom, { stroke: inks.grid })
    const number = { ...small, mono: true, anchor: 'middle' } as const
    brush.text(x(share), bottom + 16, format.percent(share), number)
  }
  brush.text(x(0.5), bottom + 36, t('export.axis.accuracy'), { fill: ink, anchor: 'middle' })
  const room = (name: string): number => Math.max(64, brush.measure(name, small) + 12)
  const trainAt = x(1) + 24 + room(t('accuracy.train'))
  const heldAt = trainAt + room(t('accuracy.held'))
  brush.text(trainAt, bottom + 16, t('accuracy.train'), { ...small, anchor: 'end' })
  brush.text(heldAt, bottom + 16, t('accuracy.held'), { ...small, anchor: 'end' })
  lanes.forEach(({ name, optimizer, drawn, train, held }, row) => {
    const y = plot.top + (row + 0.5) * plot.row
    const { colour } = lineStyle(drawn ?? optimizer, theme)
    const share = (value: number, at: number): void => {
      const text = Number.isNaN(value) ? t('common.none') : format.percent(value, 1)
      brush.text(at, y, text, { mono: true, fill: ink, anchor: 'end', at: 'middle' })
    }
    brush.text(0, y, name, { fill: ink, at: 'middle' })
    brush.line(x(0), y, x(1), y, { stroke: hairline })
    if (!Number.isNaN(train)) brush.circle(x(train), y, 5, { stroke: colour, width: 1.75 })
    if (!Number.isNaN(held)) brush.circle(x(held), y, 3.5, { fill: colour })
    share(train, trainAt)
    share(held, heldAt)
  })
  return {
    width: heldAt + 4,
    height: bottom + plot.foot,
    key: [
      { sign: { dot: second, hollow: true }, text: t('accuracy.train') },
      { sign: { dot: second }, text: t('accuracy.held') },
    ],
  }
}
