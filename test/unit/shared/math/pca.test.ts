import { describe, expect, it } from 'vitest'
import { principalPlane, project } from '#shared/math/pca.ts'
import { createRandom } from '#shared/math/random.ts'

const near = (actual: ArrayLike<number>, wanted: readonly number[], digits = 9): void => {
  expect(actual).toHaveLength(wanted.length)
  wanted.forEach((value, at) => expect(actual[at]).toBeCloseTo(value, digits))
}

describe('the principal plane', () => {
  it('of a rectangle lies along its sides: variances 4² and 1² are 16/17 and 1/17', () => {
    // Corners (±4, ±1) about (10, −2), turned by nothing, in the first and third of three dimensions.
    const points = Float64Array.from([14, 7, -1, 14, 7, -3, 6, 7, -1, 6, 7, -3])
    const plane = principalPlane(points, 4, 3)
    near(plane.mean, [10, 7, -2])
    near(plane.axes, [1, 0, 0, 0, 0, 1])
    near(plane.explained, [16 / 17, 1 / 17])
    near(project(plane, points, 4), [4, 1, 4, -1, -4, 1, -4, -1])
  })

  it('of two variables is known in closed form: [[2, 1], [1, 2]] has 3 along (1, 1)/√2 and 1 across', () => {
    // Points whose second moments are those: ±√3·(1, 1)/√2 and ±1·(1, −1)/√2, weights alike.
    const a = Math.sqrt(3 / 2)
    const b = Math.sqrt(1 / 2)
    const points = Float64Array.from([a, a, -a, -a, b, -b, -b, b])
    const plane = principalPlane(points, 4, 2)
    near(plane.explained, [3 / 4, 1 / 4])
    near(plane.axes.subarray(0, 2), [Math.SQRT1_2, Math.SQRT1_2])
    expect(Math.abs(plane.axes[2]!)).toBeCloseTo(Math.SQRT1_2, 9)
    expect(plane.axes[2]! + plane.axes[3]!).toBeCloseTo(0, 9)
  })

  it('of a line is the line, and of one point nothing', () => {
    const line = principalPlane(Float64Array.from([0, 0, 1, 2, 2, 4]), 3, 2)
    near(line.explained, [1, 0])
    near(line.axes, [1 / Math.sqrt(5), 2 / Math.sqrt(5), 0, 0])
    const point = principalPlane(Float64Array.from([3, 4, 3, 4]), 2, 2)
    near(point.explained, [0, 0])
    near(project(point, Float64Array.from([3, 4]), 1), [0, 0])
  })

  it('keeps distances of points that lie in a plane, however many dimensions it is turned into', () => {
    const random = createRandom(3, 'noise')
    const dimensions = 500
    const [u, v] = [0, 1].map(() =>
      Float64Array.from({ length: dimensions }, () => random.normal()),
    )
    const count = 40
    const points = new Float64Array(count * dimensions)
    for (let i = 0; i < count; i++) {
      const [a, b] = [3 * random.normal(), random.normal()]
      for (let d = 0; d < dimensions; d++) points[i * dimensions + d] = a * u![d]! + b * v![d]! + 5
    }
    const plane = principalPlane(points, count, dimensions)
    expect(plane.explained[0] + plane.explained[1]).toBeCloseTo(1, 9)
    const places = project(plane, points, count)
    for (let i = 1; i < count; i++) {
      let square = 0
      for (let d = 0; d < dimensions; d++) {
        square += (points[i * dimensions + d]! - points[d]!) ** 2
      }
      const flat = Math.hypot(places[2 * i]! - places[0]!, places[2 * i + 1]! - places[1]!)
      expect(flat).toBeCloseTo(Math.sqrt(square), 6)
    }
  })

  it('explains as much as any other direction could, of points without structure', () => {
    const random = createRandom(4, 'noise')
    const [count, dimensions] = [60, 8]
    const points = Float64Array.from({ length: count * dimensions }, () => random.normal())
    const { mean, axes, explained } = principalPlane(points, count, dimensions)
    const along = (axis: ArrayLike<number>): number => {
      let total = 0
      let sum = 0
      for (let i = 0; i < count; i++) {
        let place = 0
        for (let d = 0; d < dimensions; d++) {
          const value = points[i * dimensions + d]! - mean[d]!
          place += value * axis[d]!
          total += value * value
        }
        sum += place * place
      }
      return sum / total
    }
    expect(along(axes.subarray(0, dimensions))).toBeCloseTo(explained[0], 9)
    expect(along(axes.subarray(dimensions))).toBeCloseTo(explained[1], 9)
    for (let round = 0; round < 200; round++) {
      const other = Float64Array.from({ length: dimensions }, () => random.normal())
      const norm = Math.hypot(...other)
      expect(along(other.map((value) => value / norm))).toBeLessThanOrEqual(explained[0] + 1e-9)
    }
  })

  it('keeps the sides an earlier plane had, and is the same every time', () => {
    const points = Float64Array.from([4, 1, 4, -1, -4, 1, -4, -1, 0.5, 0.25])
    const once = principalPlane(points, 5, 2)
    expect(principalPlane(points, 5, 2)).toEqual(once)
    const turned = principalPlane(
      points,
      5,
      2,
      once.axes.map((value) => -value),
    )
    near(
      turned.axes,
      Array.from(once.axes, (value) => -value),
    )
  })
})
