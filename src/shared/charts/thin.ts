/** Pixels that share what is kept of a thinned curve. */
const column = 2

/** Whether a curve has more points than lines between them could be distinguished. */
export function isCrowded(x: ArrayLike<number>, toX: (x: number) => number): boolean {
  const { length } = x
  return length > 2 && length > (4 / column) * (toX(x[length - 1]!) - toX(x[0]!))
}

/**
 * Thins a crowded curve to what pixels can show: of all points that fall on one column of pixels the
 * first, the lowest, the highest and the last, so that no peak is lost. Gaps stay.
 *
 * @param x ascending
 * @param y as many; a value that is NaN is a gap
 * @param toX pixels of an x
 * @returns the indices of the points to draw, ascending
 * @see Jugel et al. 2014, M4: A Visualization-Oriented Time Series Data Aggregation
 */
export function thinned(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  toX: (x: number) => number,
): number[] {
  const kept: number[] = []
  let last = -1
  const keep = (index: number): void => {
    if (index > last) kept.push((last = index))
  }
  if (!isCrowded(x, toX)) {
    for (let index = 0; index < x.length; index++) keep(index)
    return kept
  }
  eachColumn(x, toX, (from, to) => {
    let [low, high, gap] = [-1, -1, -1]
    for (let index = from; index < to; index++) {
      const value = y[index]!
      if (Number.isNaN(value)) gap = index
      else {
        if (low < 0 || value < y[low]!) low = index
        if (high < 0 || value > y[high]!) high = index
      }
    }
    // In their order, which so few need no list for.
    const [first, then] = low < high ? [low, high] : [high, low]
    keep(from)
    if (gap < first) keep(gap)
    keep(first)
    if (gap > first && gap < then) keep(gap)
    keep(then)
    if (gap > then) keep(gap)
    keep(to - 1)
  })
  return kept
}

/**
 * Thins one edge of a crowded band: of each column of pixels the outermost point. Gaps are left out.
 *
 * @param sign 1 for an upper edge, -1 for a lower one
 */
export function edged(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  toX: (x: number) => number,
  sign: 1 | -1,
): number[] {
  const kept: number[] = []
  if (!isCrowded(x, toX)) {
    for (let index = 0; index < x.length; index++) if (!Number.isNaN(y[index])) kept.push(index)
    return kept
  }
  eachColumn(x, toX, (from, to) => {
    let outermost = -1
    for (let index = from; index < to; index++) {
      const value = y[index]!
      if (Number.isNaN(value)) continue
      if (outermost < 0 || sign * value > sign * y[outermost]!) outermost = index
    }
    if (outermost >= 0) kept.push(outermost)
  })
  return kept
}

function eachColumn(
  x: ArrayLike<number>,
  toX: (x: number) => number,
  take: (from: number, to: number) => void,
): void {
  const { length } = x
  let index = 0
  while (index < length) {
    const from = index
    const place = Math.floor(toX(x[index]!) / column)
    while (index < length && Math.floor(toX(x[index]!) / column) === place) index++
    take(from, index)
  }
}
