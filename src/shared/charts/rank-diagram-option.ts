import type { ChartOption } from './curves.ts'
import type { RankDiagram, RankLabel } from './rank-diagram.ts'
import { families, type Inks } from './theme.ts'

const { sans, mono } = families

/** How the diagram is dressed. */
export interface RankDress {
  readonly inks: Inks
  readonly scale: number
}

/** @returns the critical-difference diagram for the chart library */
export function rankDiagramOption(diagram: RankDiagram, dress: RankDress): ChartOption {
  const children = [
    ...axisOf(diagram, dress),
    ...criticalOf(diagram, dress),
    ...diagram.labels.flatMap((label) => labelOf(label, dress)),
    ...barsOf(diagram, dress),
  ]
  return {
    animation: false,
    series: [
      {
        id: 'ranks',
        type: 'custom',
        coordinateSystem: 'none',
        silent: true,
        data: [0],
        renderItem: (): object => ({ type: 'group', silent: true, children }),
      },
    ],
  }
}

type Point = readonly [x: number, y: number]

const line = (points: readonly Point[], style: object): object => ({
  type: 'polyline',
  shape: { points },
  style: { fill: null, ...style },
})

const text = (x: number, y: number, said: string, style: object): object => ({
  type: 'text',
  x,
  y,
  style: { text: said.replace(/[\r\n]/g, ' '), verticalAlign: 'middle', ...style },
})

function axisOf(
  { axis: { from, to, y, ticks } }: RankDiagram,
  { inks, scale }: RankDress,
): object[] {
  const stroke = { stroke: inks.edge, lineWidth: 1 }
  return [
    line(
      [
        [from, y],
        [to, y],
      ],
      stroke,
    ),
    ...ticks.flatMap(({ x, rank }) => [
      line(
        [
          [x, y - 4 * scale],
          [x, y],
        ],
        stroke,
      ),
      text(x, y - 11 * scale, String(rank), {
        fill: inks.second,
        fontFamily: mono,
        fontSize: 11 * scale,
        align: 'center',
      }),
    ]),
  ]
}

/** A bracket as wide as two must lie apart, open where the axis is shorter than that. */
function criticalOf({ critical }: RankDiagram, { inks, scale }: RankDress): object[] {
  if (!critical) return []
  const { from, to, y, text: said, open } = critical
  const half = 3.5 * scale
  const end: Point[] = open
    ? []
    : [
        [to, y - half],
        [to, y + half],
      ]
  return [
    line([[from, y - half], [from, y + half], [from, y], [to, y], ...end], {
      stroke: inks.ink,
      lineWidth: 1.25 * scale,
    }),
    text(from, y - 12 * scale, said, {
      fill: inks.second,
      fontFamily: sans,
      fontSize: 11 * scale,
      align: 'left',
    }),
  ]
}

function labelOf(label: RankLabel, { inks, scale }: RankDress): object[] {
  const { look, side, y, name, value, nameAt, valueAt } = label
  const align = side === 'left' ? 'right' : 'left'
  const [[x, top]] = label.line as [Point]
  return [
    line(label.line, {
      stroke: look.colour,
      lineWidth: 1.5 * scale,
      lineDash: look.dash.length ? look.dash.map((length) => length * scale) : null,
      lineJoin: 'round',
    }),
    {
      type: 'circle',
      shape: { cx: x, cy: top, r: 3 * scale },
      style: { fill: look.colour, stroke: inks.panel, lineWidth: 1 },
    },
    text(nameAt, y, name, { fill: inks.ink, fontFamily: sans, fontSize: 12 * scale, align }),
    text(valueAt, y, value, { fill: inks.second, fontFamily: mono, fontSize: 11 * scale, align }),
  ]
}

function barsOf({ bars }: RankDiagram, { inks, scale }: RankDress): object[] {
  return bars.map(({ from, to, y }) =>
    line(
      [
        [from, y],
        [to, y],
      ],
      { stroke: inks.ink, lineWidth: 3 * scale, lineCap: 'round' },
    ),
  )
}
