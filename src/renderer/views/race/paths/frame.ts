import { niceStep } from '../../../../shared/charts/scale.ts'
import type { PlaneView } from './usePlane.ts'

/** How places lie on a plot: one unit as long across as up. */
export interface PlaneFrame {
  readonly x: (place: number) => number
  readonly y: (place: number) => number
  /** Where hairlines stand, in pixels. */
  readonly columns: readonly number[]
  readonly rows: readonly number[]
}

/** Pixels left free around the paths. */
const margin = 18

/** Fits what has not run away into a plot; distances are true in both directions. */
export function planeFrame(
  { lanes, places }: Pick<PlaneView, 'lanes' | 'places'>,
  width: number,
  height: number,
): PlaneFrame {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { from, steps, far } of lanes) {
    if (far) continue
    for (let at = 2 * from; at < 2 * (from + steps.length); at += 2) {
      left = Math.min(left, places[at]!)
      right = Math.max(right, places[at]!)
      low = Math.min(low, places[at + 1]!)
      high = Math.max(high, places[at + 1]!)
    }
  }
  const unit = Math.min(
    (width - 2 * margin) / (right - left || 1e-12),
    (height - 2 * margin) / (high - low || 1e-12),
  )
  const scale = Number.isFinite(unit) && right > left ? unit : 1
  const [middleX, middleY] = [(left + right) / 2, (low + high) / 2]
  const x = (place: number): number => width / 2 + (place - middleX) * scale
  const y = (place: number): number => height / 2 - (place - middleY) * scale
  const step = niceStep(Math.max(width, height) / scale, 8)
  return {
    x,
    y,
    columns: multiples(step, middleX - width / 2 / scale, middleX + width / 2 / scale).map(x),
    rows: multiples(step, middleY - height / 2 / scale, middleY + height / 2 / scale).map(y),
  }
}

function multiples(step: number, from: number, to: number): number[] {
  const result: number[] = []
  for (let at = Math.ceil(from / step); at * step <= to; at++) result.push(at * step)
  return result
}

/** One lane's path on the plot. */
export interface DrawnPath {
  readonly id: string
  /** SVG path data. */
  readonly line: string
  readonly marks: readonly { readonly x: number; readonly y: number; readonly step: number }[]
  readonly end: { readonly x: number; readonly y: number; readonly step: number } | undefined
  readonly lost: boolean
  readonly far: boolean
}

/** Far outside is outside: a drawing need not be told by how much. */
const within = (pixel: number): number => Math.max(-1e5, Math.min(1e5, pixel))

/** @param most dots along a path, beside its end */
export function drawnPaths(view: PlaneView, frame: PlaneFrame, most = 10): DrawnPath[] {
  const point = (at: number): { x: number; y: number } => ({
    x: within(frame.x(view.places[2 * at]!)),
    y: within(frame.y(view.places[2 * at + 1]!)),
  })
  const text = ({ x, y }: { x: number; y: number }): string => `${x.toFixed(1)} ${y.toFixed(1)}`
  const stride = markStride(view, most)
  return view.lanes.map(({ id, steps, from, lost, far }) => {
    const own = steps.map((step, index) => ({ ...point(from + index), step }))
    return {
      id,
      line: own.length > 1 ? `M${own.map(text).join('L')}` : '',
      marks: own.filter((_, index) => index > 0 && index % stride === 0),
      end: own.at(-1),
      lost,
      far,
    }
  })
}

/** @returns every how many collected points a dot stands, alike for all lanes */
export function markStride({ lanes }: Pick<PlaneView, 'lanes'>, most = 10): number {
  const longest = lanes.reduce((count, { steps }) => Math.max(count, steps.length), 0)
  return Math.max(1, Math.ceil(longest / most))
}
