/** Levels to draw a surface by. */
export interface Levels {
  /** Ascending. */
  readonly values: readonly number[]
  /** Share of the colour scale, 0–1, of the stretch above each level; below the first it is 0. */
  readonly shades: readonly number[]
  /** What the logarithms are taken from: a surface's lowest value, or the middle of a saddle. */
  readonly anchor: number
  /** Levels on both sides of the anchor, for a surface without a lowest value. */
  readonly symmetric: boolean
}

export interface LevelsInput {
  /** The surface's values on a grid over what is shown, row by row; some may not be finite. */
  readonly grid: Float64Array
  readonly width: number
  readonly height: number
  /** The lowest value that is known of, where there is one. */
  readonly floor?: number
  /** Levels wanted, more or less. */
  readonly count: number
}

/**
 * Spaces levels evenly in the logarithm of the height above the lowest value, which shows the floor
 * of a valley as well as its walls. Where no lowest value is known and none lies inside the picture,
 * as on a saddle, they are spaced so on both sides of the value where it is flattest.
 */
export function levelsOf({ grid, width, height, floor, count }: LevelsInput): Levels {
  const sorted = Float64Array.from(grid.filter((value) => Number.isFinite(value))).sort()
  const lowest = sorted[0]
  const highest = sorted.at(-1)
  if (lowest === undefined || highest === undefined || lowest === highest) {
    return { values: [], shades: [], anchor: lowest ?? 0, symmetric: false }
  }
  const symmetric = floor === undefined && onEdge(grid, width, height, lowest)
  if (symmetric) {
    const anchor = flattest(grid, width, height)
    const away = Float64Array.from(sorted, (value) => Math.abs(value - anchor)).sort()
    const half = ladder(away, Math.ceil(count / 2), 0.05)
    const values = [
      ...half.map((rise) => anchor - rise).reverse(),
      anchor,
      ...half.map((rise) => anchor + rise),
    ]
    return {
      values,
      shades: values.map((_, index) => (index + 1) / values.length),
      anchor,
      symmetric,
    }
  }
  const anchor = floor === undefined ? lowest : Math.min(floor, lowest)
  const heights = Float64Array.from(sorted, (value) => value - anchor)
  const rises = ladder(heights, count, 0.0015).filter((rise) => !isPlain(heights, rise))
  return {
    values: rises.map((rise) => anchor + rise),
    shades: rises.map((_, index) => (index + 1) / rises.length),
    anchor,
    symmetric,
  }
}

/**
 * Whether a good part of the surface lies at this height: a line there would show rounding alone.
 *
 * @param heights ascending
 */
function isPlain(heights: Float64Array, rise: number): boolean {
  const near = countBelow(heights, rise * (1 + 1e-3)) - countBelow(heights, rise * (1 - 1e-3))
  return near > heights.length * 0.15
}

/** @returns how many of ascending values lie below a bound */
function countBelow(ascending: Float64Array, bound: number): number {
  let [from, to] = [0, ascending.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (ascending[middle]! < bound) from = middle + 1
    else to = middle
  }
  return from
}

/** @returns the value at the grid point whose neighbours differ least across and up */
function flattest(grid: Float64Array, width: number, height: number): number {
  let value = 0
  let least = Infinity
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const at = row * width + column
      const across = grid[at + 1]! - grid[at - 1]!
      const up = grid[at + width]! - grid[at - width]!
      const slope = across * across + up * up
      if (slope < least) {
        least = slope
        value = grid[at]!
      }
    }
  }
  // Between two grid points the flattest value is known no better than their difference.
  return Math.abs(value) < Math.sqrt(least) ? 0 : value
}

/**
 * Heights from what a small share of the points lies below to the highest: powers of one ratio,
 * so that they stay where they are when the picture is moved a little.
 */
function ladder(rises: Float64Array, count: number, lowest: number): number[] {
  const at = (share: number): number => rises[Math.floor(share * (rises.length - 1))]!
  const high = at(1)
  const low = Math.max(at(lowest), high * 1e-10)
  const decades = Math.max(0.3, Math.log10(high / low))
  const perDecade = niceCount(count / decades)
  const values: number[] = []
  for (let k = Math.ceil(Math.log10(low) * perDecade); k <= Math.log10(high) * perDecade; k++) {
    values.push(10 ** (k / perDecade))
  }
  return values
}

function niceCount(rough: number): number {
  return [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64].findLast((n) => n <= rough) ?? 1
}

function onEdge(grid: Float64Array, width: number, height: number, lowest: number): boolean {
  for (let column = 0; column < width; column++) {
    if (grid[column] === lowest || grid[(height - 1) * width + column] === lowest) return true
  }
  for (let row = 0; row < height; row++) {
    if (grid[row * width] === lowest || grid[row * width + width - 1] === lowest) return true
  }
  return false
}

/** The height above the anchor of the first level away from it: nearer than that is as good as linear. */
function firstRise({ anchor, symmetric, values }: Levels): number {
  const first = symmetric ? values[(values.length + 1) / 2] : values[0]
  return (first ?? anchor + 1) - anchor
}

/** @returns a height in which the levels lie evenly: the logarithm above the anchor, on both sides of a saddle's */
export function levelHeight(value: number, levels: Levels): number {
  const rise = value - levels.anchor
  const first = firstRise(levels)
  if (levels.symmetric) return Math.sign(rise) * Math.log1p(Math.abs(rise) / first)
  return Math.log(Math.max(0, rise) + first * 1e-3)
}

/** The inverse of {@link levelHeight}. */
export function valueAtHeight(height: number, levels: Levels): number {
  const first = firstRise(levels)
  if (levels.symmetric) {
    return levels.anchor + Math.sign(height) * Math.expm1(Math.abs(height)) * first
  }
  return levels.anchor + Math.exp(height) - first * 1e-3
}
