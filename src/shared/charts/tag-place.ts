import type { Curve, Frame } from './frame.ts'
import type { Box } from './names.ts'

/**
 * Where the words on a level line stand, so that they cover as little of the curves as can be, and
 * nothing beyond the plot: above the line or below it, anywhere along it.
 *
 * @param y of the line, in pixels
 * @param width,height of the words
 */
export function tagPlace(
  frame: Frame,
  curves: readonly Pick<Curve, 'x' | 'y' | 'faint'>[],
  y: number,
  { width, height }: Pick<Box, 'width' | 'height'>,
): Box {
  const { left, right, top, bottom, toX, toY } = frame
  const edge = 4
  const room = Math.max(0, right - left - width - 2 * edge)
  const places = [y - height - 1, y + 2]
    .filter((at) => at >= top && at + height <= bottom)
    .flatMap((at) =>
      Array.from({ length: 9 }, (_, part) => ({
        ...{ x: left + edge + (part / 8) * room, y: at, width, height },
      })),
    )
  const covered = ({ x, y: up }: Box): number => {
    let count = 0
    for (const curve of curves) {
      if (curve.faint) continue
      let [lastX, lastY] = [NaN, NaN]
      for (let at = 0; at < curve.x.length; at++) {
        const [px, py] = [toX(curve.x[at]!), toY(curve.y[at]!)]
        const [low, high] = [Math.min(py, lastY), Math.max(py, lastY)]
        // Between two points a curve is where either of them, or the line between, is.
        const meets = (from: number, to: number): boolean =>
          to >= x && from <= x + width && high >= up && low <= up + height
        if (Number.isFinite(py) && px >= x && px <= x + width && py >= up && py <= up + height)
          count++
        else if (Number.isFinite(low) && meets(lastX, px)) count++
        ;[lastX, lastY] = [px, py]
      }
    }
    return count
  }
  const fallback = { x: left + edge, y: Math.max(top, y - height - 1), width, height }
  return places.reduce(
    (best, place) => (covered(place) < covered(best) ? place : best),
    places[0] ?? fallback,
  )
}
