import type { ColumnSummary } from '#shared/contract/tables.ts'

/** A bar in a box one wide and one high. */
export interface Bar {
  readonly from: number
  readonly to: number
  readonly height: number
}

/** Of a bar's width, what is left free on either side. */
const gap = 0.06
/** Bars of values are no wider than if there were so many. */
const fewestBars = 6

/**
 * @returns a bar per class of the histogram, as wide as the class; of columns without one a bar per
 *   common value, the commonest first. The highest reaches 1, and what is there at all is seen.
 */
export function heightsOf({ histogram, values }: ColumnSummary): Bar[] {
  const counts = histogram?.counts ?? values?.map(({ count }) => count) ?? []
  const highest = counts.reduce((most, count) => Math.max(most, count), 0)
  if (highest === 0) return []
  const edges = histogram?.edges ?? counts.map((_, at) => at)
  const first = edges[0] ?? 0
  const last = histogram ? (edges.at(-1) ?? 1) : Math.max(fewestBars, counts.length)
  const place = (value: number): number => (value - first) / (last - first)
  return counts.flatMap((count, at) => {
    if (count === 0) return []
    const from = place(edges[at] ?? at)
    const to = place(histogram ? (edges[at + 1] ?? last) : at + 1)
    const free = (to - from) * gap
    return [{ from: from + free, to: to - free, height: Math.max(0.03, count / highest) }]
  })
}

/** @returns the bars as one SVG path, standing on the box's lower edge */
export function barsPath(bars: readonly Bar[]): string {
  const round = (value: number): string => String(Number(value.toFixed(5)))
  return bars
    .map(({ from, to, height }) => `M${round(from)} 1V${round(1 - height)}H${round(to)}V1Z`)
    .join('')
}

/** A class of the target and how many rows it has. */
export interface ClassCount {
  readonly name: string
  readonly rows: number
}

/**
 * @returns the commonest classes of a target, and undefined where its summary does not tell them
 *   apart: of numbers it does so for whole ones that lie close together
 */
export function classesOf({
  values,
  histogram,
  distinct,
}: ColumnSummary): ClassCount[] | undefined {
  if (values) return values.map(({ value, count }) => ({ name: value, rows: count }))
  if (!histogram) return undefined
  const classes = histogram.counts.flatMap((rows, at) => {
    const [from, to] = [histogram.edges[at] ?? NaN, histogram.edges[at + 1] ?? NaN]
    const middle = (from + to) / 2
    const alone = to - from === 1 && Number.isInteger(middle)
    return rows > 0 ? [{ name: String(middle), rows, alone }] : []
  })
  const apart = classes.length === distinct && classes.every(({ alone }) => alone)
  return apart ? classes.map(({ name, rows }) => ({ name, rows })) : undefined
}
