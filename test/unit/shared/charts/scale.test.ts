import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { innerScale, linearScale, logScale, niceStep } from '#shared/charts/scale.ts'

const extent = fc
  .tuple(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  )
  .map(([min, span]) => ({ min, max: min + span }))
  .filter(({ min, max }) => max > min)

describe('niceStep', () => {
  it.each([
    [1, 10, 0.1],
    [0.3, 6, 0.05],
    [100, 6, 20],
    [7, 3, 5],
    [4, 13, 0.5],
  ])('cuts %d into at most %d parts of %d', (span, count, step) => {
    expect(niceStep(span, count)).toBeCloseTo(step, 12)
  })
})

it('marks round numbers within an extent', () => {
  expect(innerScale({ min: -1.1, max: 1.1 }, 5)).toMatchObject({
    ticks: [-1, -0.5, 0, 0.5, 1],
    decimals: 1,
  })
  expect(innerScale({ min: 0, max: 1000 }, 4)).toMatchObject({ ticks: [0, 500, 1000], decimals: 0 })
})

describe('linearScale', () => {
  it('goes from tick to tick around the tutorial’s losses', () => {
    // Parts of at most (1.0996 − 0.8078) / 6 = 0.0486, so 0.05.
    expect(linearScale({ min: 0.8078, max: 1.0996 })).toEqual({
      min: 0.8,
      max: 1.1,
      ticks: [0.8, 0.85, 0.9, 0.95, 1, 1.05, 1.1],
      decimals: 2,
    })
  })

  it('gives a single value room', () => {
    const scale = linearScale({ min: 2, max: 2 })
    expect(scale.min).toBeLessThan(2)
    expect(scale.max).toBeGreaterThan(2)
  })

  it('covers its extent with few, ascending ticks', () => {
    fc.assert(
      fc.property(extent, fc.integer({ min: 2, max: 12 }), ({ min, max }, count) => {
        const scale = linearScale({ min, max }, count)
        const slack = (max - min) * 1e-6
        expect(scale.min).toBeLessThanOrEqual(min + slack)
        expect(scale.max).toBeGreaterThanOrEqual(max - slack)
        expect(scale.ticks.length).toBeLessThanOrEqual(count + 2)
        expect(scale.ticks).toEqual([...scale.ticks].sort((a, b) => a - b))
      }),
    )
  })
})

describe('logScale', () => {
  it('marks powers of ten over many decades', () => {
    const scale = logScale({ min: 3e-5, max: 700 })
    expect(scale.ticks).toEqual([1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1000])
    expect(scale.decimals).toBe(5)
  })

  it('marks 1, 2 and 5 over one', () => {
    expect(logScale({ min: 0.15, max: 1.8 }).ticks).toEqual([0.1, 0.2, 0.5, 1, 2])
  })

  it('has ticks where no power of ten lies', () => {
    expect(logScale({ min: 0.8078, max: 1.0996 }).ticks).toEqual([
      0.8, 0.85, 0.9, 0.95, 1, 1.05, 1.1,
    ])
  })

  it('never reaches zero', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        (min, factor) => {
          const scale = logScale({ min, max: min * factor })
          expect(scale.min).toBeGreaterThan(0)
          expect(scale.min).toBeLessThanOrEqual(min * (1 + 1e-9))
          expect(scale.max).toBeGreaterThanOrEqual(min * factor * (1 - 1e-9))
          expect(scale.ticks.every((tick) => tick > 0)).toBe(true)
        },
      ),
    )
  })
})
