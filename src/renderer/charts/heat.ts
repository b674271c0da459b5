import { inks, type Theme } from '#shared/charts/theme.ts'
import { blend, contrast, parseHex, toHex, type Rgb } from '#shared/charts/colour.ts'

/** A cell's paint: its ground, and the ink of its number. */
export interface CellPaint {
  readonly background: string
  readonly ink: string
}

/** A cell of a table whose numbers are painted. */
export interface MatrixCell {
  readonly text: string
  readonly paint: CellPaint
  /** Framed: where a row's name and its column's agree. */
  readonly framed?: boolean
  readonly empty?: boolean
}

/** A row of such a table. */
export interface MatrixRow<Cell extends MatrixCell = MatrixCell> {
  readonly name: string
  readonly cells: readonly Cell[]
}

/**
 * Rows of a table by their class and the class that a model names, each shaded by its own shares.
 *
 * @param counts `[classes × classes]`, true class by predicted class
 * @param text of a count
 */
export function confusionRows(
  classes: readonly string[],
  counts: ArrayLike<number>,
  theme: Theme,
  text: (count: number) => string,
): MatrixRow[] {
  return classes.map((name, row) => {
    const own = classes.map((_, column) => counts[row * classes.length + column] ?? 0)
    const all = own.reduce((sum, count) => sum + count, 0)
    const cells = own.map((count, column) => ({
      text: text(count),
      framed: row === column,
      empty: count === 0,
      paint: sequentialPaint(all ? count / all : 0, theme),
    }))
    return { name, cells }
  })
}

/*
 * Ends of the diverging scale, from ColorBrewer's PuOr with its purple moved to blue: distinguished
 * by every kind of colour vision, and neither is an optimizer's.
 */
const ends: Readonly<Record<Theme, { negative: Rgb; positive: Rgb }>> = {
  light: { negative: parseHex('#b35806'), positive: parseHex('#2166ac') },
  dark: { negative: parseHex('#e08a3c'), positive: parseHex('#5aa0e0') },
}

/**
 * @param value shown by the cell
 * @param largest the size at which the scale ends, above 0
 */
export function divergingPaint(value: number, largest: number, theme: Theme): CellPaint {
  const paper = parseHex(inks[theme].panel)
  if (!Number.isFinite(value)) return { background: toHex(paper), ink: inks[theme].ink }
  const share = largest > 0 ? Math.min(1, Math.abs(value) / largest) : 0
  const end = value < 0 ? ends[theme].negative : ends[theme].positive
  return paint(blend(paper, end, share * 0.9), theme)
}

/** A share of the whole in one ink, from paper up. */
export function sequentialPaint(share: number, theme: Theme): CellPaint {
  const paper = parseHex(inks[theme].panel)
  return paint(blend(paper, ends[theme].positive, Math.min(1, Math.max(0, share)) * 0.85), theme)
}

/** A rank among so many: the first is the strongest, the last is paper. */
export function rankPaint(rank: number, among: number, theme: Theme): CellPaint {
  return sequentialPaint(among < 2 ? 0 : (0.75 * (among - rank)) / (among - 1), theme)
}

/** Writes in the theme's ink where it can be read, else in black or white, one of which always can. */
function paint(ground: Rgb, theme: Theme): CellPaint {
  const readable = (ink: string): number => contrast(parseHex(ink), ground)
  const extreme = readable('#000000') > readable('#ffffff') ? '#000000' : '#ffffff'
  const { ink } = inks[theme]
  return { background: toHex(ground), ink: readable(ink) >= 4.5 ? ink : extreme }
}
