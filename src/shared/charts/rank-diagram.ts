import type { LineStyle } from './palette.ts'
import { niceStep } from './scale.ts'
import { shortened, textWidth } from './text-width.ts'

/** A contestant and where it stands. */
export interface RankedName {
  readonly id: string
  readonly name: string
  readonly look: LineStyle
  /** Over the tasks, from 1. */
  readonly meanRank: number
  /** As it is printed. */
  readonly value: string
}

export interface RankDiagramInput {
  /** In any order. */
  readonly contestants: readonly RankedName[]
  /** Of mean ranks; undefined where there is none. */
  readonly difference: { readonly size: number; readonly text: string } | undefined
  /** Places of contestants that cannot be distinguished. */
  readonly cliques: readonly (readonly number[])[]
  /** Pixels. */
  readonly width: number
  /** Of the type: 1, or 1.4 for the projector. */
  readonly scale: number
  /** How much wider than the page's a reader's faces may be. @default 1 */
  readonly widen?: number
}

/** A name, its mean rank, and the line from there to its place on the axis. */
export interface RankLabel {
  readonly id: string
  /** Shortened where it is too long. */
  readonly name: string
  readonly value: string
  readonly look: LineStyle
  readonly side: 'left' | 'right'
  /** Where the name and the value begin on the right side, and end on the left. */
  readonly nameAt: number
  readonly valueAt: number
  /** The middle of its line of text. */
  readonly y: number
  /** From the axis down and to the value. */
  readonly line: readonly (readonly [x: number, y: number])[]
}

/** A stroke from left to right. */
interface Stroke {
  readonly from: number
  readonly to: number
  readonly y: number
}

/** Where everything stands, in pixels, decided before anything is drawn. */
export interface RankDiagram {
  readonly width: number
  readonly height: number
  readonly axis: Stroke & {
    readonly ticks: readonly { readonly x: number; readonly rank: number }[]
  }
  readonly labels: readonly RankLabel[]
  /** Under each lie contestants that cannot be distinguished. */
  readonly bars: readonly Stroke[]
  /** How far apart two must lie; cut off at the axis's end where it is longer. */
  readonly critical: (Stroke & { readonly text: string; readonly open: boolean }) | undefined
}

/** Pixels at scale 1. */
const parts = {
  edge: 8,
  gap: 7,
  line: 20,
  size: 12,
  valueSize: 11,
  level: 7,
  /** Of a bar, beyond the outermost of those under it. */
  beyond: 3,
  /** Over the axis: its numbers, and the critical difference above them. */
  numbers: 22,
  critical: 30,
} as const

/** Share of the width that a side's names take at most. */
const mostNames = 0.3

/**
 * A critical-difference diagram: contestants on an axis of mean ranks, the best at the left, and bars that
 * join those that cannot be distinguished. Names stand in lines of their own, the better half at the left
 * with the best on top, the others at the right with the worst on top: none overlaps another, and no line
 * crosses one.
 *
 * @see Demšar 2006, Statistical Comparisons of Classifiers over Multiple Data Sets
 */
export function rankDiagram(input: RankDiagramInput): RankDiagram {
  const { contestants, difference, width, scale, widen = 1 } = input
  const order = [...contestants.keys()].sort(
    (a, b) => contestants[a]!.meanRank - contestants[b]!.meanRank || a - b,
  )
  const half = Math.ceil(order.length / 2)
  const sides = { left: order.slice(0, half), right: order.slice(half).reverse() }
  const face = { size: parts.size * scale }
  const valueFace = { size: parts.valueSize * scale, mono: true }
  const values = widen * Math.max(0, ...contestants.map(({ value }) => textWidth(value, valueFace)))
  const beside = (2 * parts.gap + parts.edge) * scale + values
  const nameRoom = (side: readonly number[]): number => {
    const widest = Math.max(0, ...side.map((at) => widen * textWidth(contestants[at]!.name, face)))
    return Math.min(widest, mostNames * width)
  }
  const room = { left: nameRoom(sides.left), right: nameRoom(sides.right) }
  const from = room.left + beside
  const to = Math.max(
    from + 40 * scale,
    width - (sides.right.length > 0 ? room.right + beside : 24 * scale),
  )
  const last = Math.max(2, contestants.length)
  const toX = (rank: number): number => from + ((to - from) * (rank - 1)) / (last - 1)

  const y = (parts.numbers + (difference ? parts.critical : 0)) * scale
  const bars = barsOf(input, toX, y)
  const levels = new Set(bars.map((bar) => bar.y)).size
  const first = y + (levels * parts.level + 16) * scale
  const labels = (['left', 'right'] as const).flatMap((side) =>
    sides[side].map((at, row): RankLabel => {
      const { id, name, value, look, meanRank } = contestants[at]!
      const place = first + row * parts.line * scale
      const [edge, sign] = side === 'left' ? [from, -1] : [to, 1]
      const valueAt = edge + sign * parts.gap * scale
      const x = toX(meanRank)
      return {
        ...{ id, value, look, side, y: place, valueAt },
        name: shortened(name, room[side] / widen + 0.01, face),
        nameAt: valueAt + sign * (values + parts.gap * scale),
        line: [
          [x, y],
          [x, place],
          [edge, place],
        ],
      }
    }),
  )
  const step = Math.max(1, niceStep(last - 1, (to - from) / (24 * scale)))
  const ticks = Array.from({ length: Math.floor((last - 1) / step) + 1 }, (_, at) => 1 + at * step)
  return {
    width,
    height: first + (half - 1) * parts.line * scale + 14 * scale,
    axis: { from, to, y, ticks: ticks.map((rank) => ({ rank, x: toX(rank) })) },
    labels,
    bars,
    critical: difference && {
      from,
      to: Math.min(to, toX(1 + difference.size)),
      y: 24 * scale,
      text: difference.text,
      open: 1 + difference.size > last,
    },
  }
}

/** Each bar as near to the axis as those before it leave room. */
function barsOf(
  { contestants, cliques, scale }: RankDiagramInput,
  toX: (rank: number) => number,
  axis: number,
): Stroke[] {
  const ends: number[] = []
  const beyond = parts.beyond * scale
  const spans = cliques.map((clique) => {
    const ranks = clique.map((at) => contestants[at]!.meanRank)
    return { from: toX(Math.min(...ranks)) - beyond, to: toX(Math.max(...ranks)) + beyond }
  })
  return spans
    .sort((a, b) => a.from - b.from)
    .map(({ from, to }) => {
      const free = ends.findIndex((end) => end + 2 * beyond < from)
      const level = free < 0 ? ends.length : free
      ends[level] = to
      return { from, to, y: axis + (level + 1) * parts.level * scale }
    })
}
