import { describe, expect, it } from 'vitest'
import type { Curve } from '#shared/charts/frame.ts'
import { windowExits } from '#renderer/charts/window.ts'

const curve = (name: string, y: readonly number[]): Curve => ({
  ...{ id: name, name, look: { colour: '#000', dash: [] }, selected: false },
  ...{ x: y.map((_, at) => 10 * at), y },
})

describe('windowExits', () => {
  const extent = { min: 0.9, max: 1.1 }

  it('is where a curve crosses the edge, between two points', () => {
    const exits = windowExits([curve('down', [1, 0.95, 0.85, 0.7]), curve('up', [1, 1.3])], extent)
    expect(exits.map(({ name, side, index }) => [name, side, index])).toEqual([
      ['down', 'below', 2],
      ['up', 'above', 1],
    ])
    // From 0.95 to 0.85 half of the way leads to 0.9; from 1 to 1.3 a third leads to 1.1.
    expect(exits[0]?.x).toBeCloseTo(15, 9)
    expect(exits[1]?.x).toBeCloseTo(10 / 3, 9)
  })

  it('is the first point of one that begins outside, and nowhere for one that stays', () => {
    expect(windowExits([curve('in', [1, 0.95]), curve('out', [2, 1])], extent)).toMatchObject([
      { name: 'out', x: 0, index: 0, side: 'above' },
    ])
    expect(windowExits([curve('lost', [1, Infinity])], extent)).toMatchObject([{ x: 10 }])
    expect(windowExits([{ ...curve('faint', [2]), faint: true }], extent)).toEqual([])
  })
})
