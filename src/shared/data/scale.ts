/** A column's linear map: `(value − offset) / width`, the width never 0. */
export interface Scale {
  readonly offset: number
  readonly width: number
}

export type ScalingKind = 'none' | 'minmax' | 'standard'

/** Leaves values as they are. */
export const unscaled: Scale = { offset: 0, width: 1 }

/**
 * The scale of one column, from some of its rows: to [0, 1] by their range, or to mean 0 and
 * deviation 1 (divided by n, not n − 1). A column constant in these rows keeps its unit, so
 * that they come to 0 and a held-out row that differs still says so.
 *
 * @param matrix `[… × columns]`, row-major
 * @param rows the rows that are looked at
 */
export function fitScale(
  kind: ScalingKind,
  matrix: Float64Array,
  columns: number,
  column: number,
  rows: Int32Array,
): Scale {
  if (kind === 'none') return unscaled
  let minimum = Infinity
  let maximum = -Infinity
  let sum = 0
  for (const row of rows) {
    const value = matrix[row * columns + column]!
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
    sum += value
  }
  // Asked of the range, so that rounding in the mean cannot turn a constant into noise.
  if (!(maximum > minimum)) return { offset: rows.length > 0 ? minimum : 0, width: 1 }
  if (kind === 'minmax') return { offset: minimum, width: maximum - minimum }
  const mean = sum / rows.length
  let squares = 0
  for (const row of rows) squares += (matrix[row * columns + column]! - mean) ** 2
  if (squares > smallestSquares && squares < Infinity) {
    return { offset: mean, width: Math.sqrt(squares / rows.length) }
  }
  return fitByRange(minimum, maximum - minimum, (add) => {
    for (const row of rows) add(matrix[row * columns + column]!)
    return rows.length
  })
}

/** Below this, squares have lost digits, or all of themselves. */
const smallestSquares = 1e-290

/**
 * Mean and deviation of values whose sum, or whose squares, no number can hold: in units of their range.
 *
 * @param each calls back with every value, and says how many there are
 */
function fitByRange(
  minimum: number,
  range: number,
  each: (add: (value: number) => void) => number,
): Scale {
  let sum = 0
  const count = each((value) => (sum += (value - minimum) / range))
  const mean = sum / count
  let squares = 0
  each((value) => (squares += ((value - minimum) / range - mean) ** 2))
  // Half of the smallest number is 0, and no width.
  return { offset: minimum + mean * range, width: range * Math.sqrt(squares / count) || range }
}

/** The largest number in which networks are trained: of float32. */
export const mostScaled = 3.4028234663852886e38

/** @returns the value on the scale */
export function scaled({ offset, width }: Scale, value: number): number {
  return (value - offset) / width
}
