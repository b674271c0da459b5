import type { Range } from '#shared/training/trainer.ts'

/** The part of a race that one process computes. */
export interface Rectangle {
  readonly lanes: Range
  readonly seeds: Range
}

/**
 * Splits lanes × seeds into at most so many rectangles, so that the largest is as small as can be;
 * among equals into the fewest, and rather by seeds, since lanes of one seed share its batches.
 */
export function partition(lanes: number, seeds: number, processes: number): Rectangle[] {
  let best = { laneParts: 1, seedParts: 1, largest: lanes * seeds }
  for (let seedParts = Math.min(seeds, processes); seedParts >= 1; seedParts--) {
    for (let laneParts = 1; laneParts <= Math.min(lanes, processes / seedParts); laneParts++) {
      const largest = Math.ceil(lanes / laneParts) * Math.ceil(seeds / seedParts)
      const fewer = laneParts * seedParts < best.laneParts * best.seedParts
      if (largest < best.largest || (largest === best.largest && fewer)) {
        best = { laneParts, seedParts, largest }
      }
    }
  }
  return divide(lanes, best.laneParts).flatMap((laneRange) =>
    divide(seeds, best.seedParts).map((seedRange) => ({ lanes: laneRange, seeds: seedRange })),
  )
}

/** The most processes that a race may be split over. */
export const mostProcesses = 256

/**
 * Whether rectangles are what a race of that size may have been split into: each run in exactly one.
 *
 * @param rectangles of unknown origin
 */
export function isPartition(
  rectangles: readonly Rectangle[],
  lanes: number,
  seeds: number,
): boolean {
  if (rectangles.length > mostProcesses) return false
  const inside = ([from, to]: Range, count: number): boolean => from < to && to <= count
  let covered = 0
  for (const [index, one] of rectangles.entries()) {
    if (!inside(one.lanes, lanes) || !inside(one.seeds, seeds)) return false
    if (rectangles.slice(0, index).some((other) => overlap(one, other))) return false
    covered += (one.lanes[1] - one.lanes[0]) * (one.seeds[1] - one.seeds[0])
  }
  // Without overlaps, as many runs as there are means all of them.
  return covered === lanes * seeds
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  const meet = (one: Range, other: Range): boolean => one[0] < other[1] && other[0] < one[1]
  return meet(a.lanes, b.lanes) && meet(a.seeds, b.seeds)
}

/** Divides 0 … count into ranges whose lengths differ by at most one. */
function divide(count: number, parts: number): Range[] {
  return Array.from({ length: parts }, (_, part) => [
    Math.floor((part * count) / parts),
    Math.floor(((part + 1) * count) / parts),
  ])
}
