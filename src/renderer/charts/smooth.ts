/**
 * Exponential smoothing, free of the bias towards its start. Done before a curve is thinned: the
 * points that are drawn are then what all points say.
 *
 * @param weight of what was before, in [0, 1); 0 leaves the curve as it is
 * @returns as many values; a value that is not finite stays a gap and is passed over
 * @see Kingma & Ba 2015, section 3, for the correction
 */
export function smoothed(values: ArrayLike<number>, weight: number): Float64Array {
  const result = new Float64Array(values.length)
  let sum = 0
  let kept = 1
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (!Number.isFinite(value)) {
      result[index] = NaN
      continue
    }
    sum = weight * sum + (1 - weight) * value
    kept *= weight
    result[index] = sum / (1 - kept)
  }
  return result
}
