import type { Brush, Face, TextStyle } from '../charts/brush.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type { KeyEntry, KeySign } from '../charts/key.ts'
import type { CsvTable } from './csv.ts'
import type { Film } from './film/film.ts'
import { wrapped } from './wrap.ts'

/** How large a painted chart is, in pixels, and what its signs stand for. */
export interface Figure {
  readonly width: number
  readonly height: number
  readonly key: readonly KeyEntry[]
}

/** A chart as it can leave the page. */
export interface ExportedChart {
  /** What it shows, of what data: it names the file too. */
  readonly title: string
  /** Every setting that made it, a line each. */
  readonly settings: readonly string[]
  /** Paints the chart alone, from the origin down. Undefined for a table that has no picture. */
  readonly paint?: (brush: Brush, paper: Paper) => Figure
  readonly table: () => CsvTable
  /** What it is as a film, where it grows. */
  readonly film?: () => Film
}

const margin = 20
/** Narrower, a caption would be a column. */
const narrowest = 560

/** Pixels of a sign. */
const signWidth = (sign: KeySign): number => ('line' in sign ? 26 : 'ramp' in sign ? 120 : 12)

function paintSign(
  brush: Brush,
  { inks: { hairline } }: Paper,
  sign: KeySign,
  x: number,
  y: number,
): void {
  if ('line' in sign) brush.swatch(x, y, sign.line)
  else if ('ramp' in sign) {
    const each = 120 / sign.ramp.length
    sign.ramp.forEach((fill, at) => {
      // A little wider than its share, lest paper shows between two.
      brush.rect({ x: x + at * each, y: y - 5, width: each + 0.5, height: 10 }, { fill })
    })
    brush.rect({ x, y: y - 5, width: 120, height: 10 }, { stroke: hairline })
  } else if ('field' in sign) {
    const box = { x: x + 0.5, y: y - 5.5, width: 11, height: 11 }
    brush.rect(box, { fill: sign.field, opacity: sign.opacity })
    brush.rect(box, { stroke: hairline })
  } else if ('dot' in sign) {
    const { dot } = sign
    brush.circle(
      x + 6,
      y,
      sign.hollow ? 3.5 : 4,
      sign.hollow ? { stroke: dot, width: 1.5 } : { fill: dot },
    )
  } else brush.text(x + 6, y, sign.sign, { fill: sign.colour, anchor: 'middle', at: 'middle' })
}

/** Sets the key in rows, as many entries to a row as there is room for. @returns its height */
function paintKey(
  brush: Brush,
  paper: Paper,
  key: readonly KeyEntry[],
  width: number,
  top: number,
): number {
  const { ink, second } = paper.inks
  const number: TextStyle = { mono: true, size: 11, fill: second, at: 'middle' }
  let x = margin
  let row = 0
  for (const { sign, text } of key) {
    const [from, to] = 'ramp' in sign ? [sign.from, sign.to] : ['', '']
    const [before = 0, after = 0] = [from, to].map((end) =>
      end ? brush.measure(end, number) + 6 : 0,
    )
    const long = signWidth(sign) + before + after + 6
    const room = long + brush.measure(text)
    if (x > margin && x + room > margin + width) {
      x = margin
      row++
    }
    const y = top + row * 20 + 9
    if (from) brush.text(x, y, from, number)
    paintSign(brush, paper, sign, x + before, y)
    if (to) brush.text(x + before + signWidth(sign) + 6, y, to, number)
    // One that is longer than a row is set in several.
    const lines = wrapped(text, width - long, brush.measure)
    lines.forEach((line, at) =>
      brush.text(x + long, y + at * 17, line, { fill: ink, at: 'middle' }),
    )
    x += room + 18
    if (lines.length > 1) {
      row += lines.length - 1
      x = margin + width
    }
  }
  return key.length === 0 ? 0 : (row + 1) * 20
}

/** Sets paragraphs one below the other. @returns their height */
function paintLines(
  brush: Brush,
  texts: readonly string[],
  style: TextStyle,
  width: number,
  top: number,
): number {
  const { size = 12 } = style
  const step = Math.round(size * 1.45)
  const lines = texts.flatMap((text) => wrapped(text, width, (part) => brush.measure(part, style)))
  lines.forEach((line, at) => brush.text(margin, top + at * step + size, line, style))
  return lines.length * step
}

export interface ComposeOptions {
  /** Whether title, settings and the program's own line are there. */
  readonly caption: boolean
  /** Program, version and date. */
  readonly signature: string
}

/**
 * Paints a chart with its title above it, and its key and settings below, with room for every word.
 *
 * @param figure what painting the chart has answered before
 * @returns the picture's size in pixels
 */
export function compose(
  brush: Brush,
  { title, settings, paint }: ExportedChart,
  figure: Figure,
  paper: Paper,
  { caption, signature }: ComposeOptions,
): { readonly width: number; readonly height: number } {
  const width = Math.max(narrowest, Math.ceil(figure.width + 2 * margin))
  const inner = width - 2 * margin
  const { ink, second, hairline } = paper.inks
  let y = margin
  if (caption) y += paintLines(brush, [title], { size: 16, weight: 600, fill: ink }, inner, y) + 8
  brush.move(margin, y, () => paint?.(brush, paper))
  y += figure.height + 8
  y += paintKey(brush, paper, figure.key, inner, y)
  if (caption) {
    y += 10
    brush.line(margin, y + 0.5, width - margin, y + 0.5, { stroke: hairline })
    y += 8
    y += paintLines(brush, [...settings, signature], { size: 11, fill: second }, inner, y)
  }
  return { width, height: Math.ceil(y + margin - 6) }
}

/** @returns lines of a text no wider than `most` */
export const linesOf = (brush: Brush, text: string, most: number, face?: Face): string[] =>
  wrapped(text, most, (part) => brush.measure(part, face))
