import { dot, largestEigenvectors } from './eigen.ts'

/** The plane in which points of many dimensions spread most. */
export interface PrincipalPlane {
  /** The points' mean, `[dimensions]`. */
  readonly mean: Float64Array
  /** Two orthonormal directions, `[2 × dimensions]`, row-major; the second is 0 where points lie on a line, both where they are one. */
  readonly axes: Float64Array
  /** The share of the points' variance along each. */
  readonly explained: readonly [number, number]
}

/**
 * Principal components of points by their Gram matrix: of n points in d dimensions it takes n²·d
 * multiplications and not d². The same points give the same plane. An axis points
 * where its largest weight is positive, unless it is told which way to look.
 *
 * @param points `[count × dimensions]`, row-major, finite
 * @param like an earlier plane's axes, whose sides are kept so that a growing picture does not flip
 */
export function principalPlane(
  points: Float64Array,
  count: number,
  dimensions: number,
  like?: Float64Array,
): PrincipalPlane {
  const mean = new Float64Array(dimensions)
  for (let at = 0; at < count * dimensions; at++) mean[at % dimensions]! += points[at]! / count
  const centred = points.map((value, at) => value - mean[at % dimensions]!)
  const gram = gramMatrix(centred, count, dimensions)
  let trace = 0
  for (let i = 0; i < count; i++) trace += gram[i * count + i]!

  const axes = new Float64Array(2 * dimensions)
  const explained: [number, number] = [0, 0]
  if (!(trace > 0)) return { mean, axes, explained }
  const { vectors, values } = largestEigenvectors(gram, count)
  for (const index of [0, 1] as const) {
    const value = values[index] ?? 0
    // What is left of a line beside itself is rounding, not a direction.
    if (!(value > 1e-12 * trace)) continue
    explained[index] = Math.min(1, value / trace)
    const axis = axes.subarray(index * dimensions, (index + 1) * dimensions)
    const vector = vectors[index]!
    for (let i = 0; i < count; i++) {
      const weight = vector[i]! / Math.sqrt(value)
      for (let d = 0; d < dimensions; d++) axis[d]! += weight * centred[i * dimensions + d]!
    }
    orient(axis, like?.subarray(index * dimensions, (index + 1) * dimensions))
  }
  return { mean, axes, explained }
}

/** @returns `[count × 2]`: where each point lies in the plane */
export function project(
  { mean, axes }: PrincipalPlane,
  points: Float64Array,
  count: number,
): Float64Array<ArrayBuffer> {
  const dimensions = mean.length
  const places = new Float64Array(count * 2)
  for (let i = 0; i < count; i++) {
    let x = 0
    let y = 0
    for (let d = 0; d < dimensions; d++) {
      const value = points[i * dimensions + d]! - mean[d]!
      x += value * axes[d]!
      y += value * axes[dimensions + d]!
    }
    places[2 * i] = x
    places[2 * i + 1] = y
  }
  return places
}

function gramMatrix(centred: Float64Array, count: number, dimensions: number): Float64Array {
  const gram = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      const a = i * dimensions
      const b = j * dimensions
      for (let d = 0; d < dimensions; d++) sum += centred[a + d]! * centred[b + d]!
      gram[i * count + j] = sum
      gram[j * count + i] = sum
    }
  }
  return gram
}

function orient(axis: Float64Array, like: Float64Array | undefined): void {
  const known = like && like.length === axis.length ? dot(axis, like) : 0
  const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0)
  if ((known === 0 ? largest : known) >= 0) return
  for (let d = 0; d < axis.length; d++) axis[d] = -axis[d]!
}
