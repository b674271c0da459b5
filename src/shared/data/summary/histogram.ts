/** Bars of a column: one edge more than counts, ascending. The last bar holds its upper edge too. */
export interface Histogram {
  readonly edges: number[]
  readonly counts: number[]
}

/** The most bars; a whole number up to this range has one bar per number. */
const mostBars = 40

const day = 86_400
const year = 365.25 * day
/** Widths that a person reads time in, in seconds; multiples of years continue them. */
const timeSteps = [
  ...[1, 5, 15, 30, 60, 300, 900, 1800],
  ...[3600, 3 * 3600, 6 * 3600, 12 * 3600],
  ...[day, 2 * day, 7 * day, 14 * day, year / 12, year / 4, year / 2, year],
]

/** What must be known of a column of numbers before it is drawn. */
export interface Extent {
  readonly minimum: number
  readonly maximum: number
  /** How many finite values there are, at least one. */
  readonly known: number
  /** Whether all of them are whole. */
  readonly whole: boolean
  /** Whether they are seconds since 1970. */
  readonly time: boolean
}

/** @returns bars whose edges are round numbers, about 2·∛n of them (the Rice rule) */
export function histogramOf(values: Float64Array, extent: Extent): Histogram {
  const { minimum, maximum, known, whole, time } = extent
  if (maximum === minimum) return { edges: around(minimum), counts: [known] }
  if (whole && !time && maximum - minimum < mostBars) {
    const bars = maximum - minimum + 1
    const edges = Array.from({ length: bars + 1 }, (_, bar) => minimum + bar - 0.5)
    return { edges, counts: count(values, bars, (value) => value - minimum) }
  }
  const bars = Math.min(mostBars, Math.max(5, Math.ceil(2 * Math.cbrt(known))))
  // Divided first: the difference of two large numbers may overflow.
  const wanted = maximum / bars - minimum / bars
  const step = time ? timeStep(wanted) : whole ? Math.max(1, roundStep(wanted)) : roundStep(wanted)
  const first = Math.floor(minimum / step)
  const last = Math.max(first + 1, Math.ceil(maximum / step))
  const edges = Array.from({ length: last - first + 1 }, (_, bar) => (first + bar) * step)
  if (last - first <= 2 * mostBars && ascends(edges, minimum, maximum)) {
    return { edges, counts: count(values, last - first, (value) => value / step - first) }
  }
  // So narrow beside its distance from 0 that round edges fall together.
  const plain = [minimum, maximum]
  return { edges: plain, counts: [known] }
}

function count(values: Float64Array, bars: number, place: (value: number) => number): number[] {
  const counts = new Uint32Array(bars)
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    if (!Number.isFinite(value)) continue
    counts[Math.min(bars - 1, Math.max(0, Math.floor(place(value))))]!++
  }
  return [...counts]
}

/** Two numbers about a lone one. */
function around(value: number): number[] {
  const half = Math.max(0.5, Math.abs(value) * 1e-9)
  return [Math.max(-Number.MAX_VALUE, value - half), Math.min(Number.MAX_VALUE, value + half)]
}

function ascends(edges: readonly number[], minimum: number, maximum: number): boolean {
  const covers = edges[0]! <= minimum && edges.at(-1)! >= maximum
  return (
    covers &&
    edges.every((edge, index) => Number.isFinite(edge) && !(index > 0 && edge <= edges[index - 1]!))
  )
}

/** @returns 1, 2 or 5 times a power of ten, the first that is not below */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  // A power below the smallest normal number has no round multiples.
  if (!(power > 0) || !Number.isFinite(power)) return wanted
  return power * ([1, 2, 5].find((digit) => digit * power >= wanted) ?? 10)
}

function timeStep(wanted: number): number {
  return timeSteps.find((step) => step >= wanted) ?? year * roundStep(wanted / year)
}
