import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cornersOf, unseen } from '#shared/charts/simplify.ts'
import { cases } from '#test/support/thorough.ts'

type Point = [number, number]

function distance([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const square = (bx - ax) ** 2 + (by - ay) ** 2
  const share = square === 0 ? 0 : ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / square
  const along = Math.min(1, Math.max(0, share))
  return Math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay))
}

const step = fc.double({ min: -3, max: 3, noNaN: true })
const walks = fc
  .array(fc.oneof(fc.tuple(step, step), fc.constant([1, 0]), fc.constant([-2, 0.01])), {
    minLength: 1,
    maxLength: 60,
  })
  .map((steps) => {
    let [x, y] = [0, 0]
    return steps.map(([dx, dy]): Point => [(x += dx!), (y += dy!)])
  })

describe('cornersOf', () => {
  it('leaves out no point that can be told from the line, in the order of the points', () => {
    fc.assert(
      fc.property(walks, (points) => {
        const corners = cornersOf(points)
        expect(corners[0]).toEqual(points[0])
        expect(corners.at(-1)![0]).toBeCloseTo(points.at(-1)![0], 9)
        expect(corners.at(-1)![1]).toBeCloseTo(points.at(-1)![1], 9)
        let part = 0
        for (const point of points) {
          const near = (at: number): boolean =>
            distance(point, corners[at]!, corners[at + 1] ?? corners[at]!) <= unseen + 1e-9
          while (part < corners.length - 1 && !near(part)) part++
          expect(near(part)).toBe(true)
        }
      }),
      { numRuns: cases(300, 20_000) },
    )
  })

  it('leaves the ends of a straight line, and both turns of one that goes to and fro', () => {
    const line = Array.from({ length: 100 }, (_, i): Point => [i, 2 * i])
    expect(cornersOf(line)).toEqual([line[0], line[99]])
    const back: Point[] = [[5, 0], [9, 0], [2, 0]] // oxfmt-ignore
    expect(cornersOf(back)).toEqual(back)
    expect(cornersOf([[1, 1]])).toEqual([[1, 1]])
  })
})
