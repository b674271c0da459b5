import { lineStyle } from '../../../shared/charts/palette.ts'
import { useText } from '../../composables/useText.ts'
import type { ExportedChart, Figure } from '../figure.ts'
import { textAt, type Paper } from '../paper.ts'
import { element, type SvgNode } from '../svg.ts'

const { t, format } = useText()

export interface AccuracyInput {
  readonly step: number
  readonly settings: readonly string[]
  readonly lanes: readonly {
    readonly name: string
    readonly optimizer: string
    /** Shares of rows; NaN where there is none. */
    readonly train: number
    readonly held: number
  }[]
}

const plot = { width: 420, row: 30, top: 8, foot: 44 }

/** Each lane's share of flowers named rightly: a ring for the training rows, a dot for those held out. */
export function accuracyChart({ step, lanes, settings }: AccuracyInput): ExportedChart {
  return {
    file: 'iris-accuracy',
    title: t('export.title.accuracy', { step: format.whole(step) }),
    settings,
    figure: (paper) => draw(lanes, paper),
    table: () => ({
      columns: ['optimizer', 'step', 'trainAccuracy [share]', 'validationAccuracy [share]'],
      rows: lanes.map(({ optimizer, train, held }) => [optimizer, step, train, held]),
    }),
  }
}

function draw(lanes: AccuracyInput['lanes'], paper: Paper): Figure {
  const { inks } = paper
  const left = Math.ceil(Math.max(...lanes.map(({ name }) => paper.measure(name, {})))) + 14
  const x = (share: number): number => left + share * plot.width
  const bottom = plot.top + lanes.length * plot.row
  const nodes: SvgNode[] = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    element('line', { x1: x(share), x2: x(share), y1: plot.top, y2: bottom, stroke: inks.grid }),
    textAt(x(share), bottom + 16, format.percent(share), {
      mono: true,
      size: 11,
      fill: inks.second,
      anchor: 'middle',
    }),
  ])
  nodes.push(
    textAt(x(0.5), bottom + 36, t('export.axis.accuracy'), {
      fill: inks.ink,
      anchor: 'middle',
    }),
  )
  const column = (name: string, at: number): void => {
    nodes.push(textAt(at, bottom + 16, name, { size: 11, fill: inks.second, anchor: 'end' }))
  }
  const trainWidth = Math.max(60, paper.measure(t('accuracy.train'), { size: 11 }) + 8)
  const heldWidth = Math.max(64, paper.measure(t('accuracy.held'), { size: 11 }) + 12)
  const trainAt = x(1) + 24 + trainWidth
  const heldAt = trainAt + heldWidth
  column(t('accuracy.train'), trainAt)
  column(t('accuracy.held'), heldAt)
  lanes.forEach(({ name, optimizer, train, held }, row) => {
    const y = plot.top + (row + 0.5) * plot.row
    const { colour } = lineStyle(optimizer, paper.theme)
    nodes.push(textAt(0, y, name, { fill: inks.ink, at: 'middle' }))
    nodes.push(element('line', { x1: x(0), x2: x(1), y1: y, y2: y, stroke: inks.hairline }))
    if (!Number.isNaN(train)) {
      nodes.push(
        element('circle', {
          cx: x(train),
          cy: y,
          r: 5,
          fill: 'none',
          stroke: colour,
          'stroke-width': 1.75,
        }),
      )
    }
    if (!Number.isNaN(held))
      nodes.push(element('circle', { cx: x(held), cy: y, r: 3.5, fill: colour }))
    for (const [value, at] of [
      [train, trainAt],
      [held, heldAt],
    ] as const) {
      const text = Number.isNaN(value) ? t('common.none') : format.percent(value, 1)
      nodes.push(textAt(at, y, text, { mono: true, fill: inks.ink, anchor: 'end', at: 'middle' }))
    }
  })
  return {
    width: heldAt + 4,
    height: bottom + plot.foot,
    body: nodes,
    key: [
      { sign: { dot: inks.second, hollow: true }, text: t('accuracy.train') },
      { sign: { dot: inks.second }, text: t('accuracy.held') },
    ],
  }
}
