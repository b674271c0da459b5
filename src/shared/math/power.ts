const splitter = 2 ** 27 + 1

/** Writes the exact product a·b as a rounded value and its error (Dekker 1971). */
function exactProduct(a: number, b: number, into: Float64Array): void {
  const product = a * b
  const aBig = splitter * a
  const aHigh = aBig - (aBig - a)
  const bBig = splitter * b
  const bHigh = bBig - (bBig - b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  into[0] = product
  into[1] = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

const pair = new Float64Array(2)

/**
 * x to a small whole power, rounded once at the end, as good C libraries do it. Engines of
 * JavaScript differ in the last bit of `**`, and near a minimum sign-like update rules amplify that
 * bit until it shows.
 *
 * @param n from 1 to about 10
 */
export function power(x: number, n: number): number {
  let high = x
  let low = 0
  for (let k = 1; k < n; k++) {
    exactProduct(high, x, pair)
    const error = pair[1]! + low * x
    high = pair[0]! + error
    low = error - (high - pair[0]!)
  }
  // Out of the range where the error can be split off, the plain product says as much.
  return Number.isFinite(high) ? high : x ** n
}
