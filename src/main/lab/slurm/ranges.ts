/*
 * Indices of a job array, as `sbatch --array` takes them: `0-7,9`.
 */

/** @param indices in rising order */
export function rangesOf(indices: readonly number[]): string {
  const runs: [number, number][] = []
  for (const index of indices) {
    const last = runs.at(-1)
    if (last?.[1] === index - 1) last[1] = index
    else runs.push([index, index])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}

/** @returns the indices that `rangesOf` wrote */
export function indicesOf(ranges: string): number[] {
  return ranges.split(',').flatMap((range) => {
    const [from = NaN, to = from] = range.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, place) => from + place)
  })
}

/**
 * Divides shards among arrays: an index has a bound of its own, and so may have to be counted from an
 * offset.
 *
 * @param shards in rising order
 * @param most one more than the highest index that an array may have
 */
export function arraysOf(
  shards: readonly number[],
  most: number,
): { readonly offset: number; readonly indices: string }[] {
  const indices = new Map<number, number[]>()
  for (const shard of shards) {
    const index = shard % most
    const offset = shard - index
    const array = indices.get(offset)
    if (array) array.push(index)
    else indices.set(offset, [index])
  }
  return [...indices].map(([offset, each]) => ({ offset, indices: rangesOf(each) }))
}
