import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPartition, partition } from '#main/trainer/partition.ts'

const size = ({ lanes, seeds }: ReturnType<typeof partition>[number]): number =>
  (lanes[1] - lanes[0]) * (seeds[1] - seeds[0])

describe('a division of unknown origin', () => {
  const all = { lanes: [0, 2], seeds: [0, 3] } as const

  it.each<[string, ReturnType<typeof partition>]>([
    ['of nothing', []],
    ['that leaves a run out', [{ lanes: [0, 2], seeds: [0, 2] }]],
    ['that has a run twice', [all, { lanes: [1, 2], seeds: [2, 3] }]],
    [
      'of overlaps that add up',
      [
        { lanes: [0, 2], seeds: [0, 2] },
        { lanes: [0, 1], seeds: [0, 2] },
      ],
    ],
    ['with an empty part', [all, { lanes: [1, 1], seeds: [0, 3] }]],
    ['with a part turned round', [all, { lanes: [2, 1], seeds: [0, 3] }]],
    ['beyond the lanes', [{ lanes: [0, 3], seeds: [0, 2] }]],
    ['beyond the seeds', [{ lanes: [0, 1], seeds: [0, 6] }]],
  ])('%s is none', (_, rectangles) => {
    expect(isPartition(rectangles, 2, 3)).toBe(false)
  })

  it('into more processes than a race may have is none', () => {
    const many = Array.from({ length: 257 }, (_, seed) => {
      return { lanes: [0, 1], seeds: [seed, seed + 1] } as const
    })
    expect(isPartition(many.slice(0, 256), 1, 256)).toBe(true)
    expect(isPartition(many, 1, 257)).toBe(false)
  })

  it('is one where the program itself made it', () => {
    const counts = fc.integer({ min: 1, max: 30 })
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 1, max: 16 }), (lanes, seeds, processes) => {
        const rectangles = partition(lanes, seeds, processes)
        expect(isPartition(rectangles.toReversed(), lanes, seeds)).toBe(true)
        expect(isPartition(rectangles.slice(1), lanes, seeds)).toBe(false)
        expect(isPartition([...rectangles, rectangles[0]!], lanes, seeds)).toBe(false)
      }),
    )
  })
})

describe('partition', () => {
  it('splits the axis that balances best', () => {
    expect(partition(8, 10, 2)).toEqual([
      { lanes: [0, 8], seeds: [0, 5] },
      { lanes: [0, 8], seeds: [5, 10] },
    ])
    // Seven seeds would split 4 and 3: 24 runs against 21. Six lanes split evenly.
    expect(partition(6, 7, 2).map(({ lanes }) => lanes)).toEqual([
      [0, 3],
      [3, 6],
    ])
    expect(partition(6, 1, 2).map(size)).toEqual([3, 3])
    expect(partition(6, 6, 4).map(size)).toEqual([9, 9, 9, 9])
  })

  it('uses no process that does not help', () => {
    expect(partition(1, 1, 8)).toHaveLength(1)
    // Whether three or four take part, the largest share is two runs.
    expect(partition(1, 6, 4).map(size)).toEqual([2, 2, 2])
  })

  it('covers every run once', () => {
    const counts = fc.integer({ min: 1, max: 30 })
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 1, max: 16 }), (lanes, seeds, processes) => {
        const rectangles = partition(lanes, seeds, processes)
        expect(rectangles.length).toBeLessThanOrEqual(processes)
        const runs = rectangles.flatMap((rectangle) => {
          const all: number[] = []
          for (let lane = rectangle.lanes[0]; lane < rectangle.lanes[1]; lane++) {
            for (let seed = rectangle.seeds[0]; seed < rectangle.seeds[1]; seed++) {
              all.push(lane * seeds + seed)
            }
          }
          expect(all.length).toBeGreaterThan(0)
          return all
        })
        expect(runs.sort((a, b) => a - b)).toEqual(
          Array.from({ length: lanes * seeds }, (_, run) => run),
        )
      }),
    )
  })
})
