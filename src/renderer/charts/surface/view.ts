import type { Domain, Point } from '#shared/surfaces/index.ts'

/** Where the plane lies on the screen: the plot's own rectangle, in pixels from its top left. */
export interface PlaneView {
  readonly width: number
  readonly height: number
  /** What is shown, edge to edge. */
  readonly domain: Domain
}

/** A rectangle more than so many times as wide as high is stretched to fit rather than kept true. */
const mostStretch = 4

/**
 * Fits a rectangle of the plane into a plot. One unit is as long across as it is up, so that a
 * gradient stands at right angles to its level line; what the plot has room for beside the
 * rectangle is shown as well. A rectangle too narrow for that is stretched.
 */
export function fitView(wanted: Domain, width: number, height: number): PlaneView {
  const spanX = wanted.x[1] - wanted.x[0]
  const spanY = wanted.y[1] - wanted.y[0]
  const share = spanX / spanY / (width / height)
  if (share > mostStretch || share < 1 / mostStretch) return { width, height, domain: wanted }
  const domain =
    share < 1
      ? { x: widen(wanted.x, 1 / share), y: wanted.y }
      : { x: wanted.x, y: widen(wanted.y, share) }
  return { width, height, domain }
}

function widen([from, to]: readonly [number, number], factor: number): [number, number] {
  const middle = (from + to) / 2
  const half = ((to - from) / 2) * factor
  return [middle - half, middle + half]
}

export function toX({ domain, width }: PlaneView, x: number): number {
  return ((x - domain.x[0]) / (domain.x[1] - domain.x[0])) * width
}

export function toY({ domain, height }: PlaneView, y: number): number {
  return ((domain.y[1] - y) / (domain.y[1] - domain.y[0])) * height
}

/** @returns the point of the plane under a pixel */
export function fromPixel({ domain, width, height }: PlaneView, left: number, top: number): Point {
  return {
    x: domain.x[0] + (left / width) * (domain.x[1] - domain.x[0]),
    y: domain.y[1] - (top / height) * (domain.y[1] - domain.y[0]),
  }
}

/**
 * Enlarges what is shown around a point that stays where it is.
 *
 * @param factor above 1 goes nearer
 * @param home the surface's own domain: nobody gets lost further than a thousand times around it
 */
export function zoomed(shown: Domain, factor: number, around: Point, home: Domain): Domain {
  const size = (range: readonly [number, number]): number => range[1] - range[0]
  const smallest = Math.min(size(shown.x), size(shown.y))
  // Nearer than this, neighbouring float64 numbers would show as steps.
  const finest = 1e-10 * Math.max(1, Math.abs(around.x), Math.abs(around.y))
  const widest = Math.max(size(shown.x) / size(home.x), size(shown.y) / size(home.y)) / 1000
  const bounded = Math.min(Math.max(factor, widest), Math.max(1, smallest / finest))
  const about = ([from, to]: readonly [number, number], at: number): [number, number] => [
    at - (at - from) / bounded,
    at + (to - at) / bounded,
  ]
  return { x: about(shown.x, around.x), y: about(shown.y, around.y) }
}

/** Moves what is shown by pixels of the view. */
export function panned({ domain, width, height }: PlaneView, left: number, top: number): Domain {
  const dx = (left / width) * (domain.x[1] - domain.x[0])
  const dy = (top / height) * (domain.y[1] - domain.y[0])
  return {
    x: [domain.x[0] - dx, domain.x[1] - dx],
    y: [domain.y[0] + dy, domain.y[1] + dy],
  }
}
