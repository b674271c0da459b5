import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dodge } from '#shared/charts/dodge.ts'

const wishes = (...ys: number[]): { y: number }[] => ys.map((y) => ({ y }))

describe('dodge', () => {
  it('leaves alone what has room', () => {
    expect(dodge(wishes(10, 50, 90), 16, 0, 100)).toEqual([10, 50, 90])
  })

  it('spreads two that collide evenly around where they want to be', () => {
    // Both want 50; 16 apart, their mean stays 50.
    expect(dodge(wishes(50, 50), 16, 0, 100)).toEqual([42, 58])
  })

  it('moves a neighbour that the spreading reaches', () => {
    // The first two spread to 42 and 58; the third wants 60 and makes a block of three around
    // the mean of 50, 50 − 16 and 60 − 32.
    const first = (50 + 34 + 28) / 3
    expect(dodge(wishes(50, 50, 60), 16, 0, 100)).toEqual([first, first + 16, first + 32])
  })

  it('stays inside, and keeps the order of the wishes', () => {
    expect(dodge(wishes(99, 98), 16, 0, 100)).toEqual([100, 84])
    expect(dodge(wishes(1, 2), 16, 0, 100)).toEqual([0, 16])
  })

  it('never overlaps, never leaves its room, never swaps neighbours', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 450, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (ys) => {
          const places = dodge(wishes(...ys), 16, 0, 400)
          const order = ys
            .map((y, at) => ({ y, place: places[at] ?? NaN }))
            .sort((a, b) => a.y - b.y || a.place - b.place)
          order.forEach(({ place }, rank) => {
            expect(place).toBeGreaterThanOrEqual(-1e-9)
            expect(place).toBeLessThanOrEqual(400 + 1e-9)
            const before = order[rank - 1]
            if (before) expect(place - before.place).toBeGreaterThanOrEqual(16 - 1e-9)
          })
        },
      ),
    )
  })
})
