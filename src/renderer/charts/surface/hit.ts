import type { Trajectory } from '#shared/surfaces/walk.ts'
import type { PlaneView } from './view.ts'

export interface Hit {
  /** Place of the trajectory in the list. */
  readonly trajectory: number
  readonly step: number
}

/**
 * Finds the step of a trajectory nearest to a pixel.
 *
 * @param reach pixels within which it counts
 * @param upTo steps after it are not drawn and cannot be hit
 */
export function hitTrajectory(
  trajectories: readonly Pick<Trajectory, 'points' | 'steps'>[],
  { domain, width, height }: PlaneView,
  left: number,
  top: number,
  reach: number,
  upTo: number,
): Hit | undefined {
  const scaleX = width / (domain.x[1] - domain.x[0])
  const scaleY = -height / (domain.y[1] - domain.y[0])
  const offsetX = -domain.x[0] * scaleX - left
  const offsetY = -domain.y[1] * scaleY - top
  let best: Hit | undefined
  let least = reach * reach
  trajectories.forEach(({ points, steps }, trajectory) => {
    const last = Math.min(upTo, steps)
    for (let step = 0; step <= last; step++) {
      const dx = points[2 * step]! * scaleX + offsetX
      const dy = points[2 * step + 1]! * scaleY + offsetY
      const square = dx * dx + dy * dy
      if (square < least) {
        least = square
        best = { trajectory, step }
      }
    }
  })
  return best
}
