import type { LineStyle } from '#shared/charts/palette.ts'
import type { Inks, Paper } from '#shared/charts/theme.ts'
import type { Box, Brush, TextStyle } from './brush.ts'

/** One quantity of a lane over its steps. */
export interface StripQuantity {
  /** The same of the same quantity in every lane. */
  readonly key: string
  /** In words, and as a formula writes it. */
  readonly name: string
  readonly symbol: string
  /** As many as the lane has steps. */
  readonly values: ArrayLike<number>
  /** Quartiles of many weights, where the values are their medians. */
  readonly low?: ArrayLike<number>
  readonly high?: ArrayLike<number>
  readonly logarithmic: boolean
}

/** What happened inside one lane. */
export interface StripLane {
  readonly id: string
  readonly name: string
  readonly look: LineStyle
  /** Ascending. */
  readonly steps: ArrayLike<number>
  /** Where they stand on the horizontal axis. */
  readonly x: ArrayLike<number>
  readonly quantities: readonly StripQuantity[]
}

export interface StripsPicture {
  /** The one looked at first. */
  readonly lanes: readonly StripLane[]
  /** The horizontal axis: the values at its ends, and the pixels where they stand. */
  readonly from: number
  readonly to: number
  readonly left: number
  readonly right: number
  /** Where the lanes' values are read, on that axis; nothing is where it is undefined. */
  readonly at?: number | undefined
  readonly text: (value: number) => string
}

/** A strip: one quantity, of every lane that has it. */
export interface StripRow extends Pick<StripQuantity, 'key' | 'name' | 'symbol' | 'logarithmic'> {
  readonly series: readonly { readonly lane: StripLane; readonly quantity: StripQuantity }[]
}

/** @returns the lanes' quantities, each once, in the order in which the first lane has them */
export function stripRows(lanes: readonly StripLane[]): StripRow[] {
  const rows = new Map<string, StripRow['series'][number][]>()
  for (const lane of lanes) {
    for (const quantity of lane.quantities) {
      const series = rows.get(quantity.key) ?? []
      series.push({ lane, quantity })
      rows.set(quantity.key, series)
    }
  }
  return [...rows.values()].map((series) => {
    const { key, symbol, logarithmic } = series[0]!.quantity
    // The same symbol may stand for a sum in one rule and for a mean in another.
    const name = [...new Set(series.map(({ quantity }) => quantity.name))].join(' / ')
    return { key, name, symbol, logarithmic, series }
  })
}

/** Pixels at scale 1: a line of words, then the strip. */
const size = { head: 17, strip: 36, gap: 4 }
const rowHeight = size.head + size.strip + size.gap

/** @returns pixels that so many strips are high */
export function stripsHeight(rows: number, scale: number): number {
  return rows * rowHeight * scale
}

/** @returns the index of the last step at or before a place on the axis; −1 before the first */
export function stripIndex({ x }: Pick<StripLane, 'x'>, at: number): number {
  let low = 0
  let high = x.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (x[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

/**
 * Where steps stand on an axis of which only some steps' places are known: linear between them, from 0
 * at step 0, and beyond the last as between the two before.
 */
export function stripPlaces(
  steps: ArrayLike<number>,
  known: { readonly steps: ArrayLike<number>; readonly x: ArrayLike<number> },
): Float64Array {
  const places = new Float64Array(steps.length)
  const last = known.steps.length - 1
  for (let index = 0, at = 0; index < steps.length; index++) {
    const step = steps[index]!
    while (at < last && known.steps[at]! < step) at++
    const [toStep, toX] = last < 0 ? [1, 1] : [known.steps[at]!, known.x[at]!]
    const [fromStep, fromX] = at > 0 ? [known.steps[at - 1]!, known.x[at - 1]!] : [0, 0]
    places[index] = fromX + ((step - fromStep) / (toStep - fromStep || 1)) * (toX - fromX)
  }
  return places
}

/** Strips one below the other, on one horizontal axis. */
export function paintStrips(brush: Brush, { inks, scale }: Paper, picture: StripsPicture): void {
  stripRows(picture.lanes).forEach((row, index) => {
    const y = (index * rowHeight + size.head) * scale
    const { left, right } = picture
    paintRow(brush, inks, scale, row, picture, {
      ...{ x: left, y, width: right - left, height: size.strip * scale },
    })
  })
}

function paintRow(
  brush: Brush,
  inks: Inks,
  scale: number,
  row: StripRow,
  picture: StripsPicture,
  box: Box,
): void {
  const { from, to, at, text } = picture
  const { low, high, logarithmic, toY } = rangeOf(row, box)
  const toX = (x: number): number => box.x + (box.width * (x - from)) / (to - from || 1)
  const number = { fill: inks.second, mono: true, size: 9.5 * scale, anchor: 'end' as const }
  const edge = box.x - 6 * scale
  const right = paintReadings(brush, inks, scale, row, picture, box)
  const words = { size: 11 * scale }
  const room = right - box.x - brush.measure(`${row.symbol}  `, { ...words, mono: true })
  const name: [string, TextStyle] = [row.name, { ...words, fill: inks.second }]
  brush.text(
    ...([box.x, box.y - 5 * scale] as const),
    [
      [`${row.symbol}  `, { ...words, mono: true, fill: inks.ink }],
      // In a narrow window the symbol has to do.
      ...(brush.measure(row.name, words) < room ? [name] : []),
    ],
    { ...words, fill: inks.second },
  )
  brush.rect(box, { stroke: inks.hairline })
  if (!logarithmic && low < 0 && high > 0) {
    brush.line(box.x, toY(0), box.x + box.width, toY(0), { stroke: inks.hairline })
  }
  brush.text(edge, box.y + 4 * scale, text(high), { ...number, at: 'middle' })
  brush.text(edge, box.y + box.height - 3 * scale, text(low), { ...number, at: 'middle' })
  const clip = { ...box, y: box.y - 1, height: box.height + 2 }
  brush.clip(clip, () => {
    for (const series of row.series) paintQuartiles(brush, series, logarithmic, toX, toY)
    // The lane looked at lies above the other.
    for (const series of row.series.toReversed()) {
      paintLine(brush, series, logarithmic, toX, toY, scale)
    }
  })
  if (at === undefined) return
  brush.line(toX(at), box.y, toX(at), box.y + box.height, { stroke: inks.edge })
}

/** What the lanes hold at the place looked at, at the right end of the words. @returns where that begins */
function paintReadings(
  brush: Brush,
  inks: Inks,
  scale: number,
  row: StripRow,
  { at, text }: StripsPicture,
  box: Box,
): number {
  let right = box.x + box.width
  if (at === undefined) return right
  for (const { lane, quantity } of row.series.toReversed()) {
    const value = quantity.values[stripIndex(lane, at)]
    const said = value === undefined || Number.isNaN(value) ? '–' : text(value)
    const face = { mono: true, size: 10.5 * scale }
    brush.text(right, box.y - 5 * scale, said, { ...face, fill: inks.ink, anchor: 'end' })
    // A column of its own for each, so that nothing moves when numbers change.
    right -= Math.max(brush.measure('-0.000000', face), brush.measure(said, face)) + 4 * scale
    const y = box.y - 8.5 * scale
    brush.line(right - 12 * scale, y, right, y, { stroke: lane.look.colour, width: 2 * scale })
    right -= 26 * scale
  }
  return right
}

const isShown = (value: number | undefined, logarithmic: boolean): value is number =>
  value !== undefined && Number.isFinite(value) && (!logarithmic || value > 0)

interface StripRange {
  readonly low: number
  readonly high: number
  readonly logarithmic: boolean
  toY(value: number): number
}

function rangeOf(row: StripRow, { y, height }: Box): StripRange {
  const all = row.series.flatMap(({ quantity }) =>
    [quantity.values, quantity.low ?? [], quantity.high ?? []].flatMap((values) =>
      Array.from(values).filter((value) => isShown(value, row.logarithmic)),
    ),
  )
  all.sort((a, b) => a - b)
  // What only grows, as sums of squares do, is seen over decades.
  const logarithmic = row.logarithmic || (all[0]! > 0 && all.at(-1)! > 100 * all[0]!)
  // A few large first gradients do not flatten all that follow: they leave the strip.
  const spare = logarithmic ? 0 : Math.floor(all.length * 0.02)
  let low = all[spare] ?? (logarithmic ? 0.1 : 0)
  let high = all.at(-1 - spare) ?? 1
  if (logarithmic) {
    // At least a decade, lest what hardly changes looks as if it did.
    const middle = Math.sqrt(low * high)
    if (high / low < 10) [low, high] = [middle / Math.sqrt(10), middle * Math.sqrt(10)]
  } else {
    low = Math.min(0, low)
    high = Math.max(0, high)
    if (low === high) high = 1
  }
  const on = (value: number): number => (logarithmic ? Math.log10(value) : value)
  const [bottom, top] = [on(low), on(high)]
  const toY = (value: number): number =>
    y + height - (height * (on(value) - bottom)) / (top - bottom)
  return { low, high, logarithmic, toY }
}

function paintQuartiles(
  brush: Brush,
  { lane, quantity }: StripRow['series'][number],
  logarithmic: boolean,
  toX: (x: number) => number,
  toY: (value: number) => number,
): void {
  const { low, high } = quantity
  if (!low || !high) return
  const shown = Array.from(lane.x, (_, at) => at).filter(
    (at) => isShown(low[at], logarithmic) && isShown(high[at], logarithmic),
  )
  if (shown.length < 2) return
  const upper = shown.map((at) => [toX(lane.x[at]!), toY(high[at]!)] as const)
  const lower = shown.map((at) => [toX(lane.x[at]!), toY(low[at]!)] as const)
  brush.polyline([...upper, ...lower.toReversed()], { fill: lane.look.colour, opacity: 0.13 }, true)
}

function paintLine(
  brush: Brush,
  { lane, quantity: { values } }: StripRow['series'][number],
  logarithmic: boolean,
  toX: (x: number) => number,
  toY: (value: number) => number,
  scale: number,
): void {
  const { x, look } = lane
  const crowded = x.length > 1 && (toX(x[x.length - 1]!) - toX(x[0]!)) / x.length < 6 * scale
  const dash = crowded ? [] : look.dash.map((length) => length * scale)
  for (let at = 0; at < values.length; at++) {
    // A value between two that are missing is a dot.
    const alone = ![values[at - 1], values[at + 1]].some((near) => isShown(near, logarithmic))
    const value = values[at]
    if (alone && isShown(value, logarithmic)) {
      brush.circle(toX(x[at]!), toY(value), 1.6 * scale, { fill: look.colour })
    }
  }
  brush.path(
    (pen) => {
      let down = false
      for (let at = 0; at < values.length; at++) {
        const value = values[at]
        const shown = isShown(value, logarithmic)
        if (shown && down) pen.lineTo(toX(x[at]!), toY(value))
        else if (shown) pen.moveTo(toX(x[at]!), toY(value))
        down = shown
      }
    },
    { stroke: look.colour, width: 1.4 * scale, dash },
  )
}

/** Where a quantity goes. */
export type Trend = 'sinks' | 'holds' | 'rises'

/** By less than this from one part to the other a quantity holds, batches being what they are. */
const steady = 1.25
/** Fewer values show no trend. */
const fewest = 8

/**
 * @returns where a positive quantity goes after its first quarter, in which accumulators fill: its
 *   median over the last quarter beside that over the second; undefined of too few values
 */
export function trendOf(values: ArrayLike<number>): Trend | undefined {
  const known = Array.from(values).filter((value) => Number.isFinite(value) && value > 0)
  if (known.length < fewest) return undefined
  const quarter = (from: number): number => {
    const part = known.slice(
      Math.floor((from * known.length) / 4),
      Math.floor(((from + 1) * known.length) / 4),
    )
    return part.sort((a, b) => a - b)[part.length >> 1]!
  }
  const change = quarter(3) / quarter(1)
  if (change > steady) return 'rises'
  return change < 1 / steady ? 'sinks' : 'holds'
}
