import type { Paper } from '#shared/charts/theme.ts'
import type { Brush, Box } from './brush.ts'

/** One quantity under all series: a row of small plots with one scale. */
interface ResponseRow {
  /** What the row is called, short. */
  readonly name: string
  /** Per series. */
  readonly values: readonly Float64Array[]
  /** The same before something was changed, to compare with. */
  readonly before?: readonly Float64Array[]
  readonly logarithmic?: boolean
  readonly colour: string
}

export interface ResponsePicture {
  /** Per series. */
  readonly names: readonly string[]
  readonly rows: readonly ResponseRow[]
  /** The step looked at, from 0. */
  readonly step?: number | undefined
  readonly text: (value: number) => string
}

/** Pixels at scale 1. */
const size = { left: 76, top: 22, row: 60, gap: 12, column: 10, right: 4, bottom: 4 }

/** @returns pixels that the picture is high */
export function responseHeight(rows: number, scale: number): number {
  return (size.top + rows * (size.row + size.gap) + size.bottom) * scale
}

/** @returns where each series' plots stand across */
export function responseColumns(
  count: number,
  width: number,
  scale: number,
): readonly { readonly x: number; readonly width: number }[] {
  const gap = size.column * scale
  const inner = width - (size.left + size.right) * scale - gap * (count - 1)
  const each = Math.max(8, inner / count)
  return Array.from({ length: count }, (_, at) => ({
    x: size.left * scale + at * (each + gap),
    width: each,
  }))
}

interface RowScale {
  readonly low: number
  readonly high: number
  readonly logarithmic: boolean
  toY(value: number): number
}

/** Small multiples: a column for each series of gradients, a row for each quantity. */
export function paintResponse(
  brush: Brush,
  { inks, scale }: Paper,
  picture: ResponsePicture,
  width: number,
): void {
  const { names, rows, step, text } = picture
  const columns = responseColumns(names.length, width, scale)
  names.forEach((name, at) => {
    const { x, width: room } = columns[at]!
    const shown = fitting(brush, name, room, 11 * scale)
    brush.text(x, 12 * scale, shown, { fill: inks.second, size: 11 * scale })
  })
  rows.forEach((row, index) => {
    const y = (size.top + index * (size.row + size.gap)) * scale
    const height = size.row * scale
    const range = rowScale(row, y, height)
    paintName(brush, inks, row, range, { x: 0, y, width: size.left * scale, height }, scale, text)
    columns.forEach(({ x, width: room }, series) => {
      paintCell(brush, inks, row, series, range, { x, y, width: room, height }, scale)
      const value = step === undefined ? undefined : row.values[series]?.[step]
      if (step === undefined || value === undefined) return
      const length = row.values[series]!.length
      const at = x + (step / (length - 1)) * room
      brush.line(at, y, at, y + height, { stroke: inks.edge, opacity: 0.7 })
      const said = Number.isNaN(value) ? '–' : text(value)
      brush.text(x + room, y - 2 * scale, said, {
        ...{ mono: true, size: 9.5 * scale, anchor: 'end' as const },
        ...{ fill: inks.ink, halo: inks.panel },
      })
    })
  })
}

function fitting(brush: Brush, name: string, room: number, size: number): string {
  let kept = name
  while (kept.length > 1 && brush.measure(kept === name ? kept : `${kept}…`, { size }) > room)
    kept = kept.slice(0, -1)
  return kept === name ? name : `${kept}…`
}

function rowScale(
  { values, before, logarithmic = false }: ResponseRow,
  y: number,
  height: number,
): RowScale {
  const all = [...values, ...(before ?? [])].flatMap((series) =>
    Array.from(series).filter((value) => isShown(value, logarithmic)),
  )
  all.sort((a, b) => a - b)
  // A few ratios to gradients that are next to nothing do not flatten all others.
  const spare = logarithmic ? Math.floor(all.length * 0.03) : 0
  let low = all[spare] ?? (logarithmic ? 0.1 : 0)
  let high = all.at(-1 - spare) ?? 1
  if (logarithmic) {
    // Whole decades, lest what hardly changes looks as if it did.
    low = 10 ** Math.floor(Math.log10(low) + 1e-9)
    high = Math.max(10 ** Math.ceil(Math.log10(high) - 1e-9), low * 10)
  } else {
    low = Math.min(0, low)
    high = Math.max(0, high)
    if (low === high) high = 1
  }
  const on = (value: number): number => (logarithmic ? Math.log10(value) : value)
  const [from, to] = [on(low), on(high)]
  const toY = (value: number): number => y + height - (height * (on(value) - from)) / (to - from)
  return { low, high, logarithmic, toY }
}

function paintName(
  brush: Brush,
  inks: Paper['inks'],
  { name, logarithmic }: ResponseRow,
  { low, high }: RowScale,
  { y, width, height }: Box,
  scale: number,
  text: (value: number) => string,
): void {
  const shown = fitting(brush, name, width - 6 * scale, 12 * scale)
  brush.text(0, y + height / 2, shown, { fill: inks.ink, size: 12 * scale, at: 'middle' })
  const number = { fill: inks.second, mono: true, size: 9.5 * scale, anchor: 'end' as const }
  const right = width - 6 * scale
  brush.text(right, y + 4 * scale, text(high), { ...number, at: 'middle' })
  if (low < 0 || logarithmic) {
    brush.text(right, y + height - 3 * scale, text(low), { ...number, at: 'middle' })
  }
}

function paintCell(
  brush: Brush,
  inks: Paper['inks'],
  row: ResponseRow,
  series: number,
  range: RowScale,
  { x, y, width, height }: Box,
  scale: number,
): void {
  const { low, logarithmic, toY } = range
  brush.rect({ x, y, width, height }, { stroke: inks.hairline })
  if (!logarithmic && low < 0) {
    brush.line(x, toY(0), x + width, toY(0), { stroke: inks.hairline })
  }
  const draw = (values: Float64Array | undefined, colour: string, weight: number): void => {
    if (!values) return
    const toX = (step: number): number => x + (step / (values.length - 1)) * width
    // A value between two that are missing is a dot.
    values.forEach((value, step) => {
      if (!isShown(value, logarithmic)) return
      const alone = [step - 1, step + 1].every((at) => !isShown(values[at] ?? NaN, logarithmic))
      if (alone) brush.circle(toX(step), toY(value), 1.6 * scale, { fill: colour })
    })
    brush.path(
      (pen) => {
        let down = false
        values.forEach((value, step) => {
          const shown = isShown(value, logarithmic)
          if (shown && down) pen.lineTo(toX(step), toY(value))
          else if (shown) pen.moveTo(toX(step), toY(value))
          down = shown
        })
      },
      { stroke: colour, width: weight * scale },
    )
  }
  brush.clip({ x, y: y - 2, width, height: height + 4 }, () => {
    draw(row.before?.[series], inks.faint, 1)
    draw(row.values[series], row.colour, 1.4)
  })
}

const isShown = (value: number, logarithmic: boolean): boolean =>
  Number.isFinite(value) && (!logarithmic || value > 0)
