/** A lane and its place among the others. */
export interface Place {
  /** Its index. */
  readonly lane: number
  /** From 1; lanes that are equal share one. */
  readonly rank: number
}

/**
 * The ranking of a race, wherever it is told: by what the lanes came to at the end, in the metric
 * that counts. Lanes whose runs mostly diverged come after all others, those without a value last.
 *
 * @param ends per lane the median over its seeds; the worst infinity where that diverged, NaN where
 *   there is none yet
 * @returns the best first
 */
export function rankLanes(ends: readonly number[], higherIsBetter: boolean): Place[] {
  const sign = higherIsBetter ? -1 : 1
  const keys = ends.map((end) => sign * end)
  const order = keys.map((_, lane) => lane).sort((a, b) => compareKeys(keys[a]!, keys[b]!))
  let rank = 0
  return order.map((lane, at) => {
    const before = order[at - 1]
    if (before === undefined || compareKeys(keys[before]!, keys[lane]!) !== 0) rank = at + 1
    return { lane, rank }
  })
}

/** Lower first, NaN last. */
export function compareKeys(one: number, other: number): number {
  if (Number.isNaN(one) || Number.isNaN(other))
    return Number(Number.isNaN(one)) - Number(Number.isNaN(other))
  return one < other ? -1 : one > other ? 1 : 0
}
