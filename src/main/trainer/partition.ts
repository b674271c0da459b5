import type { Range } from '../../shared/training/trainer.ts'

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

/** Divides 0 … count into ranges whose lengths differ by at most one. */
function divide(count: number, parts: number): Range[] {
  return Array.from({ length: parts }, (_, part) => [
    Math.floor((part * count) / parts),
    Math.floor(((part + 1) * count) / parts),
  ])
}
