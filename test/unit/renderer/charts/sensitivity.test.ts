import { describe, expect, it } from 'vitest'
import { frameOf } from '#shared/charts/frame.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import {
  decadeScale,
  sensitivityOf,
  type SensitivityLine,
  type TriedRate,
} from '#renderer/charts/sensitivity.ts'

const tried = (rate: number, worst: number | null, median: number | null, best: number | null) =>
  ({ rate, worst, median, best }) satisfies TriedRate

const look = lineStyle('sgd', 'light')

const sgd: SensitivityLine = {
  id: 'sgd',
  name: 'SGD',
  look,
  tried: [
    tried(0.001, 2, 1.5, 1),
    tried(0.01, 0.4, 0.3, 0.2),
    tried(0.1, null, 500, 0),
    tried(1, null, null, null),
  ],
  winner: { score: 0.3, rate: 0.01 },
}
const adadelta: SensitivityLine = {
  id: 'adadelta',
  name: 'Adadelta',
  look,
  tried: [],
  winner: { score: 0, rate: undefined },
}

const best = (name: string, score: number): string => `${name} ${score}`
const made = sensitivityOf({
  lines: [sgd, adadelta],
  range: { min: 0.001, max: 10 },
  logarithmic: true,
  best,
})

describe('the sensitivity chart', () => {
  it('draws medians against the logarithm of the rate, with a gap where it diverged', () => {
    expect(made.data.curves[0]).toMatchObject({
      id: 'sgd',
      x: [-3, -2, -1, 0],
      y: [1.5, 0.3, 500, NaN],
    })
    expect([...made.points]).toEqual([-3, -2, -1, 0])
    expect(made.lost).toEqual([{ id: 'sgd', look, x: 0, row: 0 }])
  })

  it('draws bands where every seed came through, and no further', () => {
    expect(made.data.bands).toEqual([
      { id: 'sgd', look, x: [-3, -2], low: [1, 0.2], high: [2, 0.4], selected: false },
    ])
  })

  it('draws a level where there is no rate, and marks a best only on a curve', () => {
    // 1.5 is the untrained level: the axis goes from 10^(0 − 5) to 10^(1 + 1), and 0 runs along it.
    expect(made.data.bounds).toEqual({ min: 1e-5, max: 100 })
    expect(made.data.curves[1]).toMatchObject({ id: 'adadelta', x: [-3, 1], y: [1e-5, 1e-5] })
    expect(made.winners).toEqual([{ id: 'sgd', name: 'SGD 0.3', look, x: -2, y: 0.3 }])
  })

  it('keeps a curve that goes beyond all bounds from flattening the others', () => {
    const frame = frameOf({ ...made.data, width: 800, height: 400, scale: 1 })
    expect(frame.y.max).toBeLessThanOrEqual(100)
    expect(frame.toX(-3)).toBe(frame.left)
    expect(frame.toX(1)).toBe(frame.right)
    expect(frame.x.ticks).toEqual([-3, -2, -1, 0, 1])
  })

  it('leaves shares as they are', () => {
    const accuracy = sensitivityOf({
      lines: [sgd],
      range: { min: 0.001, max: 1 },
      logarithmic: false,
      fixed: { min: 0, max: 1 },
      best,
    })
    expect(accuracy.data).toMatchObject({ fixed: { min: 0, max: 1 }, bounds: {} })
  })
})

describe('an axis of decades', () => {
  it('is marked at whole ones, thinned where there is no room', () => {
    expect(decadeScale({ min: -4, max: 1 }, 10).ticks).toEqual([-4, -3, -2, -1, 0, 1])
    expect(decadeScale({ min: -8, max: 0 }, 4).ticks).toEqual([-8, -6, -4, -2, 0])
    expect(decadeScale({ min: -2.5, max: -0.5 }, 10)).toMatchObject({
      min: -2.5,
      max: -0.5,
      ticks: [-2, -1],
    })
  })

  it('has room around a single rate', () => {
    expect(decadeScale({ min: -2, max: -2 }, 10)).toMatchObject({
      min: -2.5,
      max: -1.5,
      ticks: [-2],
    })
  })
})
