import { describe, expect, it } from 'vitest'
import { hitTrajectory } from '#renderer/charts/surface/hit.ts'
import { tracePath } from '#renderer/charts/surface/trajectories.ts'
import type { PlaneView } from '#renderer/charts/surface/view.ts'

/** A hundred pixels a unit, y upwards from the bottom. */
const view: PlaneView = { width: 400, height: 400, domain: { x: [0, 4], y: [0, 4] } }

type Move = readonly ['M' | 'L', number, number]

function traced(points: readonly number[], upTo = points.length / 2 - 1, every = 1): Move[] {
  const moves: Move[] = []
  tracePath(
    {
      moveTo: (x, y) => moves.push(['M', x, y]),
      lineTo: (x, y) => moves.push(['L', x, y]),
    },
    Float64Array.from(points),
    upTo,
    view,
    every,
  )
  return moves
}

describe('a trajectory', () => {
  it('is a line of pixels', () => {
    expect(traced([1, 1, 2, 1, 2, 3])).toEqual([
      ['M', 100, 300],
      ['L', 200, 300],
      ['L', 200, 100],
    ])
  })

  it('ends at the step asked for', () => {
    expect(traced([1, 1, 2, 1, 2, 3], 1)).toHaveLength(2)
    expect(traced([1, 1, 2, 1, 2, 3], 0)).toEqual([['M', 100, 300]])
  })

  it('draws points on one pixel once, but always the last', () => {
    const still = Array.from({ length: 100 }, (_, i) => [1 + i * 1e-6, 1]).flat()
    expect(traced([...still, 1.002, 1])).toEqual([
      ['M', 100, 300],
      ['L', expect.closeTo(100.2, 6), 300],
    ])
  })

  it('is cut at the margin where it leaves, however far it goes', () => {
    // The margin is 24 pixels: x = 424.
    expect(traced([2, 2, 1e300, 2])).toEqual([
      ['M', 200, 200],
      ['L', expect.closeTo(424, 6), 200],
    ])
    // From outside to outside through the middle, and beside the picture.
    expect(traced([-10, 2, 10, 2])).toEqual([
      ['M', expect.closeTo(-24, 6), 200],
      ['L', expect.closeTo(424, 6), 200],
    ])
    expect(traced([-10, 20, 10, 20])).toEqual([])
  })

  it('is drawn in part, evenly spread over it, where every so many parts are asked for', () => {
    expect(traced([0, 0, 1, 0, 2, 0, 3, 0, 4, 0], 4, 2)).toEqual([
      ['M', 100, 400],
      ['L', 200, 400],
      ['M', 300, 400],
      ['L', 400, 400],
    ])
    // A part that comes back from outside begins where it enters.
    expect(traced([-10, 2, 20, 2, 2, 2], 2, 2)).toEqual([
      ['M', expect.closeTo(424, 6), 200],
      ['L', 200, 200],
    ])
  })

  it('is hit where it is nearest to the pointer, within reach and up to the step shown', () => {
    const trajectories = [
      { points: Float64Array.from([0, 0, 1, 1, 2, 2]), steps: 2 },
      { points: Float64Array.from([0, 4, 3, 3]), steps: 1 },
    ]
    expect(hitTrajectory(trajectories, view, 203, 198, 10, 5)).toEqual({ trajectory: 0, step: 2 })
    expect(hitTrajectory(trajectories, view, 300, 100, 10, 5)).toEqual({ trajectory: 1, step: 1 })
    expect(hitTrajectory(trajectories, view, 203, 198, 10, 1)).toBeUndefined()
    expect(hitTrajectory(trajectories, view, 250, 250, 10, 5)).toBeUndefined()
  })
})
