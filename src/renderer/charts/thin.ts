/**
 * Thins a curve to what pixels can show: of all points that fall on one column of pixels the first,
 * the lowest, the highest and the last, so that no peak is lost. Gaps stay.
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
  const { length } = x
  const kept: number[] = []
  if (length === 0) return kept
  const columns = toX(x[length - 1]!) - toX(x[0]!)
  if (length <= 4 * columns) {
    for (let index = 0; index < length; index++) kept.push(index)
    return kept
  }
  let index = 0
  while (index < length) {
    const column = Math.floor(toX(x[index]!))
    const first = index
    let [low, high, gap] = [-1, -1, -1]
    for (; index < length && Math.floor(toX(x[index]!)) === column; index++) {
      const value = y[index]!
      if (Number.isNaN(value)) gap = index
      else {
        if (low < 0 || value < y[low]!) low = index
        if (high < 0 || value > y[high]!) high = index
      }
    }
    const here = [first, low, high, gap, index - 1].filter((each) => each >= 0)
    here.sort((a, b) => a - b)
    for (const each of here) if (each !== kept.at(-1)) kept.push(each)
  }
  return kept
}
