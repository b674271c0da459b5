/*
 * Long recordings are thinned on the page, evenly, so that it holds and draws a bounded part of
 * them however long a race lasts. The log on disk has every point.
 */

/**
 * Chooses points that lie about `size` steps apart: the first of each stretch of so many steps, and
 * the last of all. Whoever recorded the same steps keeps the same.
 *
 * @param steps ascending
 * @param size of a stretch; up to 1 keeps all
 * @returns the indices kept, ascending
 */
export function spread(steps: ArrayLike<number>, size: number): number[] {
  const kept: number[] = []
  for (let index = 0; index < steps.length; index++) {
    const last = index === steps.length - 1
    if (last || index === 0 || !sameStretch(steps[index - 1]!, steps[index]!, size)) {
      kept.push(index)
    }
  }
  return kept
}

/** Whether two steps lie in the same stretch of so many. */
export function sameStretch(one: number, other: number, size: number): boolean {
  return size > 1 && Math.floor(one / size) === Math.floor(other / size)
}

/** @returns the size of a stretch that holds two points, at the steps' average distance */
export function pairSize(steps: ArrayLike<number>): number {
  const { length } = steps
  if (length < 2) return 2
  return Math.max(2, (2 * (steps[length - 1]! - steps[0]!)) / (length - 1))
}

/** Drops from the map, whose keys are steps, what {@link spread} would not keep. */
export function spreadMap<T>(points: Map<number, T>, size: number): void {
  const steps = [...points.keys()].sort((a, b) => a - b)
  const kept = new Set(spread(steps, size).map((index) => steps[index]))
  for (const step of steps) if (!kept.has(step)) points.delete(step)
}
