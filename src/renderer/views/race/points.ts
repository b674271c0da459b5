import type { PathPoint } from '#shared/contract/stream.ts'
import type { RacedLane } from '#renderer/race/raced.ts'

/**
 * Where a lane's first seed stood.
 *
 * @param step the last recorded point not after it is taken; undefined is the last of all
 */
export function pointAt({ tracks }: RacedLane, step?: number): PathPoint | undefined {
  const paths = tracks[0]?.paths
  if (!paths) return undefined
  const exact = step === undefined ? undefined : paths.get(step)
  if (exact) return exact
  let found: PathPoint | undefined
  for (const point of paths.values()) {
    if (step !== undefined && point.step > step) continue
    if (!found || point.step > found.step) found = point
  }
  return found
}
