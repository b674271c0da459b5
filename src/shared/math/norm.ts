/*
 * Euclidean norms of the runs of a stack, side by side in one flat vector. They are taken at every
 * recorded step, so each sums in four parts: one sum alone would wait for its own last addition.
 */

/**
 * @param values `[runs × size]`, row-major
 * @returns the norm of each run's part, `[runs]`
 */
export function norms(values: Float64Array, size: number): Float64Array {
  const result = new Float64Array(values.length / size)
  for (let run = 0, i = 0; run < result.length; run++) {
    const end = i + size
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (; i + 3 < end; i += 4) {
      a += values[i]! * values[i]!
      b += values[i + 1]! * values[i + 1]!
      c += values[i + 2]! * values[i + 2]!
      d += values[i + 3]! * values[i + 3]!
    }
    for (; i < end; i++) a += values[i]! * values[i]!
    result[run] = Math.sqrt(a + b + (c + d))
  }
  return result
}

/**
 * @param from `[runs × size]`, row-major
 * @param to likewise
 * @returns the norm of each run's part of `to − from`, `[runs]`
 */
export function distances(from: Float64Array, to: Float64Array, size: number): Float64Array {
  const result = new Float64Array(from.length / size)
  for (let run = 0, i = 0; run < result.length; run++) {
    const end = i + size
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (; i + 3 < end; i += 4) {
      const w = to[i]! - from[i]!
      const x = to[i + 1]! - from[i + 1]!
      const y = to[i + 2]! - from[i + 2]!
      const z = to[i + 3]! - from[i + 3]!
      a += w * w
      b += x * x
      c += y * y
      d += z * z
    }
    for (; i < end; i++) a += (to[i]! - from[i]!) * (to[i]! - from[i]!)
    result[run] = Math.sqrt(a + b + (c + d))
  }
  return result
}
