import { describe, expect, it } from 'vitest'
import { arraysOf, indicesOf, rangesOf } from '#main/lab/slurm/ranges.ts'

describe('indices of a job array', () => {
  it.each([
    [[0], '0'],
    [[0, 1, 2, 3], '0-3'],
    [[0, 2, 3, 4, 9], '0,2-4,9'],
  ])('%j are %s', (indices, ranges) => {
    expect(rangesOf(indices)).toBe(ranges)
    expect(indicesOf(ranges)).toEqual(indices)
  })

  it('are counted from an offset where a cluster bounds them', () => {
    // Indices below 4: shards 0 to 3, 4 to 7, and 8 to 11.
    expect(arraysOf([1, 2, 3, 4, 9, 11], 4)).toEqual([
      { offset: 0, indices: '1-3' },
      { offset: 4, indices: '0' },
      { offset: 8, indices: '1,3' },
    ])
  })

  it('are few arrays for many shards', () => {
    const shards = [...Array(100_000).keys()]
    const arrays = arraysOf(shards, 1001)
    expect(arrays).toHaveLength(100)
    expect(
      arrays.flatMap(({ offset, indices }) => indicesOf(indices).map((at) => offset + at)),
    ).toEqual(shards)
  })
})
