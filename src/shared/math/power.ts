/** Parts a float64 number into two of half its digits (Dekker 1971). */
export const splitter = 2 ** 27 + 1

/**
 * x to a small whole power, rounded once at the end, as good C libraries do it. Engines of
 * JavaScript differ in the last bit of `**`, and near a minimum sign-like update rules amplify that
 * bit until it shows.
 *
 * @param n from 1 to about 10
 */
export function power(x: number, n: number): number {
  const wide = splitter * x
  const xHigh = wide - (wide - x)
  const xLow = x - xHigh
  let high = x
  let low = 0
  for (let k = 1; k < n; k++) {
    // The exact product is its rounded value and an error.
    const product = high * x
    const wider = splitter * high
    const a = wider - (wider - high)
    const b = high - a
    const error = b * xLow - (product - a * xHigh - b * xHigh - a * xLow) + low * x
    high = product + error
    low = error - (high - product)
  }
  // Out of the range where the error can be split off, the plain product says as much.
  return Number.isFinite(high) ? high : x ** n
}
