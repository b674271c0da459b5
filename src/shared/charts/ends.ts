import { dodge } from './dodge.ts'
import type { Box } from './names.ts'
import type { LineStyle } from './palette.ts'
import { shortened, textWidth } from './text-width.ts'

/** A curve's end that wants a label. */
export interface End {
  readonly id: string
  readonly name: string
  readonly look: LineStyle
  readonly value: string
  readonly selected: boolean
  /** Pixels; where the curve ends. */
  readonly x: number
  readonly y: number
}

/** An end label: what it says, where its curve ends, and where there was room for it. */
export interface EndLabel extends End {
  /** The middle of its line of text. */
  readonly place: number
  /** From where to where its piece of the line goes. */
  readonly swatch: readonly [from: number, to: number]
  /** Where its name and its value begin. */
  readonly nameAt: number
  readonly valueAt: number
  readonly box: Box
}

/** An entry of the key below a plot: of a curve without a label. */
export type KeyLabel = Omit<EndLabel, 'x' | 'y'>

/** Pixels at scale 1. */
const parts = {
  /** From the curve that has come furthest to the labels: room for hairlines. */
  leader: 16,
  swatch: 14,
  gap: 5,
  beforeValue: 9,
  edge: 4,
  line: 17,
  keyLine: 18,
  keyGap: 16,
} as const

const nameFace = (scale: number) => ({ size: 12 * scale, bold: true })
const valueFace = (scale: number) => ({ size: 11.5 * scale, mono: true })

/** Least pixels of a name at scale 1 that are worth a label. */
const leastName = 44

interface EndWidths {
  readonly name: number
  readonly value: number
  readonly label: number
}

/** @param widen of a reader's face that is not known */
function widthsOf(name: string, value: string, scale: number, widen: number): EndWidths {
  const wide = {
    name: textWidth(name, nameFace(scale)) * widen,
    value: value ? textWidth(value, valueFace(scale)) * widen : 0,
  }
  const between = value ? parts.beforeValue * scale : 0
  const label = (parts.swatch + parts.gap) * scale + wide.name + between + wide.value
  return { ...wide, label }
}

/** Values come and go a digit longer: the plot must not change its width for that. */
const steady = '0.000000'

/** @returns pixels right of a plot that its end labels need */
export function endRoom(
  ends: readonly Pick<End, 'name' | 'value'>[],
  scale: number,
  widen = 1,
): number {
  const widest = Math.max(
    0,
    ...ends.map(({ name, value }) => {
      const padded = value !== '' && value.length < steady.length ? steady : value
      return widthsOf(name, padded, scale, widen).label
    }),
  )
  const whole = widest + (parts.leader + parts.edge) * scale
  return Math.ceil(whole / (10 * scale)) * 10 * scale
}

export interface EndRoom {
  readonly top: number
  readonly bottom: number
  /** Of the picture: where labels must end. */
  readonly width: number
  /** Where the plot ends. */
  readonly right: number
  readonly scale: number
  /** @default 1 */
  readonly widen?: number
}

/**
 * Places labels in one column just after the curve that has come furthest, each as near to its
 * curve's end as the others allow. Names too long for the column have an ellipsis in their midst. Where
 * there is no room for all, some have a label and the others are left to the key: the one looked at,
 * the highest and the lowest are labelled first.
 */
export function placeEnds(
  ends: readonly End[],
  { top, bottom, width, right, scale, widen = 1 }: EndRoom,
): { readonly labels: readonly EndLabel[]; readonly left: readonly End[] } {
  const line = parts.line * scale
  const bend = Math.min(right, Math.max(0, ...ends.map(({ x }) => x))) + parts.leader * scale
  const nameAt = bend + (parts.swatch + parts.gap) * scale
  const room = width - parts.edge * scale - nameAt
  const valueOf = (value: string): number =>
    value === '' ? 0 : widthsOf('', value, scale, widen).value + parts.beforeValue * scale
  const fitting = ends.filter(({ name, value }) => {
    const wanted = widthsOf(name, '', scale, widen).name
    return room - valueOf(value) >= Math.min(wanted, leastName * scale)
  })
  // One line of text on either end may reach half beyond the plot.
  const most = Math.max(0, Math.floor((bottom - top - line / 3) / line) + 1)
  const shown = fitting.length <= most ? fitting : important(fitting, most)
  const places = dodge(shown, line, top, bottom - line / 3)
  const labels = shown.map((end, index): EndLabel => {
    const most = (room - valueOf(end.value)) / widen
    const name = shortened(end.name, most, nameFace(scale))
    const wide = widthsOf(name, end.value, scale, widen)
    const place = places[index] ?? end.y
    return {
      ...end,
      name,
      place,
      swatch: [bend, bend + parts.swatch * scale],
      nameAt,
      valueAt: nameAt + wide.name + parts.beforeValue * scale,
      box: { x: bend, y: place - line / 2, width: wide.label, height: line },
    }
  })
  return { labels, left: ends.filter((end) => !shown.includes(end)) }
}

function important(ends: readonly End[], most: number): readonly End[] {
  const heights = ends.map(({ y }) => y)
  const rank = ({ selected, y }: End): number =>
    selected ? 0 : y === Math.min(...heights) || y === Math.max(...heights) ? 1 : 2
  const kept = new Set([...ends].sort((a, b) => rank(a) - rank(b)).slice(0, most))
  return ends.filter((end) => kept.has(end))
}

/** Pixels that so many lines of a key take. */
export const keyHeight = (lines: number, scale: number): number =>
  lines === 0 ? 0 : (lines * parts.keyLine + 6) * scale

/**
 * Sets the key of the curves without a label in lines below the plot.
 *
 * @param top where its first line begins @param most lines
 * @returns what there is room for, and how many lines that takes
 */
export function placeKey(
  ends: readonly End[],
  {
    top,
    left,
    width,
    scale,
    most,
    widen = 1,
  }: Omit<EndRoom, 'bottom' | 'right'> & { readonly left: number; readonly most: number },
): { readonly entries: readonly KeyLabel[]; readonly lines: number } {
  const entries: KeyLabel[] = []
  const right = width - parts.edge * scale
  let x = left
  let row = 0
  for (const end of ends) {
    const beside = (parts.swatch + parts.gap + parts.beforeValue) * scale
    const long = widthsOf('', end.value, scale, widen).value
    // A value that leaves no room for its name is not said.
    const value = right - left - beside - long < leastName * scale ? '' : end.value
    const room = right - left - beside - (value === '' ? 0 : long)
    const name = shortened(end.name, room / widen, nameFace(scale))
    const wide = widthsOf(name, value, scale, widen)
    if (x > left && x + wide.label > right) {
      x = left
      row++
    }
    if (row >= most) break
    const place = top + (row + 0.5) * parts.keyLine * scale
    const nameAt = x + (parts.swatch + parts.gap) * scale
    entries.push({
      ...end,
      name,
      value,
      place,
      swatch: [x, x + parts.swatch * scale],
      nameAt,
      valueAt: nameAt + wide.name + parts.beforeValue * scale,
      box: {
        x,
        y: place - (parts.keyLine / 2) * scale,
        width: wide.label,
        height: parts.keyLine * scale,
      },
    })
    x += wide.label + parts.keyGap * scale
  }
  return { entries, lines: entries.length === 0 ? 0 : Math.min(most, row + 1) }
}
