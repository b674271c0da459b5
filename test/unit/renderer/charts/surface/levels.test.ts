import { describe, expect, it } from 'vitest'
import { contourMap } from '#renderer/charts/surface/contours.ts'
import { levelHeight, levelsOf, valueAtHeight } from '#renderer/charts/surface/levels.ts'
import { fitView } from '#renderer/charts/surface/view.ts'
import { findSurface, surfaces } from '#shared/surfaces/index.ts'

/** Values of a function on a grid over [−1, 1]². */
function gridOf(f: (x: number, y: number) => number, side = 41): Float64Array {
  return Float64Array.from({ length: side * side }, (_, index) =>
    f(((index % side) / (side - 1)) * 2 - 1, (Math.floor(index / side) / (side - 1)) * 2 - 1),
  )
}

const levels = (f: (x: number, y: number) => number, floor?: number): ReturnType<typeof levelsOf> =>
  levelsOf({ grid: gridOf(f), width: 41, height: 41, floor, count: 20 })

describe('levels', () => {
  it('stand at equal ratios above the lowest value', () => {
    const { values, anchor, symmetric } = levels((x, y) => 5 + x * x + y * y)
    expect(anchor).toBe(5)
    expect(symmetric).toBe(false)
    expect(values.length).toBeGreaterThan(8)
    const ratios = values.slice(1).map((value, i) => (value - 5) / (values[i]! - 5))
    for (const ratio of ratios) expect(ratio).toBeCloseTo(ratios[0]!, 9)
  })

  it('are measured from the floor that is known, though it lies outside', () => {
    const { anchor } = levels((x, y) => 10 + x + y, -3)
    expect(anchor).toBe(-3)
  })

  it('lie on both sides of a saddle', () => {
    const { values, anchor, symmetric } = levels((x, y) => x * x - y * y)
    expect(symmetric).toBe(true)
    expect(anchor).toBe(0)
    expect(values).toEqual([...values].sort((a, b) => a - b))
    values.forEach((value, i) => expect(value).toBeCloseTo(-values[values.length - 1 - i]!, 12))
  })

  it('draw no line along a plain', () => {
    // Nine tenths of the square lie at 1, give or take rounding.
    const { values } = levels((x, y) => 1 - Math.exp(-60 * (x * x + y * y)) + 1e-12 * x, 0)
    for (const value of values) expect(Math.abs(value - 1)).toBeGreaterThan(1e-3)
  })

  it('of a flat or undefined surface are none', () => {
    expect(levels(() => 2).values).toEqual([])
    expect(levels(() => NaN).values).toEqual([])
  })

  it('lie evenly in height, which leads back to the value', () => {
    for (const each of [levels((x, y) => x * x + 4 * y * y), levels((x, y) => x * x - y * y)]) {
      for (const value of each.values) {
        expect(valueAtHeight(levelHeight(value, each), each)).toBeCloseTo(value, 9)
      }
    }
  })

  it.each(surfaces.map(({ id }) => id))('of %s show on its domain', (id) => {
    const surface = findSurface(id)!
    const map = contourMap(surface, fitView(surface.domain, 300, 200))
    expect(map.rings.filter((rings) => rings.length > 0).length).toBeGreaterThan(8)
  })

  it('trace a circle as a circle', () => {
    const bowl = {
      value: (x: number, y: number) => x * x + y * y,
      minima: [{ x: 0, y: 0, value: 0 }],
    }
    const view = fitView({ x: [-1, 1], y: [-1, 1] }, 200, 200)
    const map = contourMap(bowl, view)
    const index = map.levels.values.findIndex((value) => value > 0.2)
    const radius = Math.sqrt(map.levels.values[index]!)
    for (const ring of map.rings[index]!) {
      for (const [column, row] of ring) {
        const x = ((column - 0.5) / (map.columns - 1)) * 2 - 1
        const y = 1 - ((row - 0.5) / (map.rows - 1)) * 2
        // Outside the level the ring of a polygon with a hole follows the picture's edge.
        if (Math.max(Math.abs(x), Math.abs(y)) < 0.99)
          expect(Math.hypot(x, y)).toBeCloseTo(radius, 2)
      }
    }
  })
})
