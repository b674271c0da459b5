import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeNames, type Box, type NameWish } from '#shared/charts/names.ts'
import { cases } from '#test/support/thorough.ts'

const bounds: Box = { x: 0, y: 0, width: 300, height: 200 }
const dot = (id: string, x: number, y: number, more: Partial<NameWish> = {}): NameWish => ({
  ...{ id, x, y, reach: 4, width: 40, height: 14 },
  ...more,
})

const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

describe('placeNames', () => {
  it('sets a name to the right of its dot, without a hairline', () => {
    const { placed, left } = placeNames([dot('a', 100, 100)], { bounds })
    expect(left).toEqual([])
    // 4 to the dot's edge, 4 between; its line is centred on the dot.
    expect(placed[0]?.box).toEqual({ x: 108, y: 93, width: 40, height: 14 })
    expect(placed[0]?.leader).toBeUndefined()
  })

  it('turns to the other side at the right edge', () => {
    const { placed } = placeNames([dot('a', 295, 100)], { bounds })
    expect(placed[0]?.box.x).toBe(295 - 8 - 40)
  })

  it('keeps a name where it stood as long as there is room', () => {
    const [name] = placeNames([dot('a', 270, 100)], { bounds }).placed
    const before = new Map([['a', name!.place]])
    const [moved] = placeNames([dot('a', 100, 100)], { bounds, before }).placed
    expect(moved?.place).toBe(name?.place)
    expect(moved?.box.x).toBe(100 - 8 - 40)
  })

  it('leaves out what has no room, and gives it to the one that comes first', () => {
    const narrow: Box = { x: 0, y: 0, width: 60, height: 20 }
    const wishes = [dot('a', 8, 10), dot('b', 8, 10, { first: true })]
    const { placed, left } = placeNames(wishes, { bounds: narrow })
    expect(placed.map(({ id }) => id)).toEqual(['b'])
    expect(left).toEqual(['a'])
  })

  it('never covers a name, a dot or what is taken, and never leaves the bounds', () => {
    const wish = fc.record({
      x: fc.integer({ min: -20, max: 320 }),
      y: fc.integer({ min: -20, max: 220 }),
      width: fc.integer({ min: 10, max: 140 }),
      first: fc.boolean(),
    })
    const taken: Box[] = [{ x: 250, y: 0, width: 50, height: 80 }]
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 16 }), (wishes) => {
        const dots = wishes.map(({ x, y, width, first }, at) =>
          dot(`${at}`, x, y, { width, first }),
        )
        const { placed, left } = placeNames(dots, { bounds, taken })
        expect([...placed.map(({ id }) => id), ...left].sort()).toEqual(
          dots.map(({ id }) => id).sort(),
        )
        placed.forEach(({ id, box }, index) => {
          expect(box.x).toBeGreaterThanOrEqual(0)
          expect(box.y).toBeGreaterThanOrEqual(0)
          expect(box.x + box.width).toBeLessThanOrEqual(300)
          expect(box.y + box.height).toBeLessThanOrEqual(200)
          for (const other of placed.slice(index + 1)) expect(meet(box, other.box)).toBe(false)
          for (const each of taken) expect(meet(box, each)).toBe(false)
          for (const each of dots) {
            const ring = { x: each.x - 4, y: each.y - 4, width: 8, height: 8 }
            if (each.id !== id) expect(meet(box, ring)).toBe(false)
          }
        })
      }),
      { numRuns: cases(300, 5000) },
    )
  })
})
