import type { Domain } from '#shared/surfaces/index.ts'
import type { Ask, Figure, Guess, PlotAxis } from '#shared/lessons/index.ts'
import { niceStep, multiplesOf } from '#shared/charts/scale.ts'
import type { Box } from '../brush.ts'
import { fitView, type PlaneView } from '../surface/view.ts'

/** Where a lesson's figure stands, in pixels, and what its pixels mean. */
export interface LessonFrame {
  /** Around axes and plot. */
  readonly width: number
  readonly height: number
  readonly box: Box
  /** Of a plane; of a plot the same without its true proportions. */
  readonly view: PlaneView
  toX(x: number): number
  toY(y: number): number
  fromX(left: number): number
  fromY(top: number): number
}

/** Room for axes at scale 1; a plane has none. */
const margins = { left: 76, right: 20, top: 14, bottom: 46 }

const on = ({ logarithmic }: PlotAxis, value: number): number =>
  logarithmic ? Math.log10(value) : value
const off = ({ logarithmic }: PlotAxis, value: number): number =>
  logarithmic ? 10 ** value : value

/** @returns where a figure of that size shows what */
export function lessonFrame(
  figure: Figure,
  width: number,
  height: number,
  scale: number,
): LessonFrame {
  if (figure.kind === 'plane') {
    const view = fitView(figure.surface.domain, width, height)
    const { x, y } = view.domain
    return {
      ...{ width, height, view, box: { x: 0, y: 0, width, height } },
      toX: (at) => ((at - x[0]) / (x[1] - x[0])) * width,
      toY: (at) => ((y[1] - at) / (y[1] - y[0])) * height,
      fromX: (left) => x[0] + (left / width) * (x[1] - x[0]),
      fromY: (top) => y[1] - (top / height) * (y[1] - y[0]),
    }
  }
  const box = {
    x: margins.left * scale,
    y: margins.top * scale,
    width: Math.max(40, width - (margins.left + margins.right) * scale),
    height: Math.max(40, height - (margins.top + margins.bottom) * scale),
  }
  const { x, y } = figure
  const domain: Domain = { x: [on(x, x.from), on(x, x.to)], y: [on(y, y.from), on(y, y.to)] }
  const [spanX, spanY] = [domain.x[1] - domain.x[0], domain.y[1] - domain.y[0]]
  return {
    ...{ width, height, box, view: { width: box.width, height: box.height, domain } },
    toX: (at) => box.x + ((on(x, at) - domain.x[0]) / spanX) * box.width,
    toY: (at) => box.y + ((domain.y[1] - on(y, at)) / spanY) * box.height,
    fromX: (left) => off(x, domain.x[0] + ((left - box.x) / box.width) * spanX),
    fromY: (top) => off(y, domain.y[1] - ((top - box.y) / box.height) * spanY),
  }
}

/** @returns values at which an axis is marked, at most some `count` */
export function ticksOf(axis: PlotAxis, count: number): number[] {
  const { from, to, logarithmic } = axis
  if (!logarithmic) return multiplesOf(niceStep(to - from, count), from, to)
  const powers: number[] = []
  const first = Math.ceil(Math.log10(from) - 1e-9)
  for (let power = first; 10 ** power <= to * (1 + 1e-9); power++) powers.push(10 ** power)
  if (powers.length > 2) return powers
  return [...powers, ...powers.flatMap((each) => [each / 5, each / 2, 2 * each, 5 * each])]
    .filter((each, index, all) => each >= from && each <= to && all.indexOf(each) === index)
    .sort((a, b) => a - b)
}

/** @returns where a value that is marked on an axis stands in the figure's own coordinates */
function valuePlace(
  figure: Figure,
  ask: Extract<Ask, { kind: 'value' }>,
  value: number,
): { readonly x: number; readonly y: number } {
  if (figure.kind === 'plane') return { x: value, y: figure.start.y }
  const { lines } = figure
  if (ask.on === 'y') return { x: ask.beside ?? figure.x.to, y: value }
  return { x: value, y: ask.beside ?? heightOn(lines[0], value) ?? figure.y.from }
}

/** @returns the height of a line over a place, between its points straight */
function heightOn(
  line: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> } | undefined,
  at: number,
): number | undefined {
  if (!line) return undefined
  for (let next = 1; next < line.x.length; next++) {
    const [x0, x1] = [line.x[next - 1]!, line.x[next]!]
    if (at < x0 || at > x1) continue
    const share = x1 === x0 ? 0 : (at - x0) / (x1 - x0)
    return line.y[next - 1]! * (1 - share) + line.y[next]! * share
  }
  return undefined
}

/** @returns heights with those between two places of a hand put on its way, as one draws a curve */
export function drawnHeights(
  at: readonly number[],
  heights: readonly number[],
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): number[] {
  const [low, high] = from.x <= to.x ? [from, to] : [to, from]
  // A hand that stands still moves the nearest handle.
  const nearest = at.reduce(
    (best, each, index) => (Math.abs(each - to.x) < Math.abs(at[best]! - to.x) ? index : best),
    0,
  )
  return heights.map((height, index) => {
    const place = at[index]!
    if (index === nearest) return to.y
    if (place < low.x || place > high.x || low.x === high.x) return height
    return low.y + ((place - low.x) / (high.x - low.x)) * (high.y - low.y)
  })
}

/** Whether the figure shows what was asked by a mark of its own. */
export const isMarked = (ask: Ask): boolean =>
  ask.kind === 'curve' || ask.kind === 'point' || (ask.kind === 'value' && ask.on !== undefined)

/** @returns the points of a guess in the figure's own coordinates: where its handles stand */
export function handlesOf(
  figure: Figure,
  ask: Ask,
  guess: Guess | undefined,
): readonly { readonly x: number; readonly y: number }[] {
  if (guess === undefined) return []
  if (ask.kind === 'curve' && Array.isArray(guess)) {
    return ask.at.map((x, index) => ({ x, y: Number(guess[index]) }))
  }
  if (ask.kind === 'point' && typeof guess === 'object' && 'x' in guess) return [guess]
  if (ask.kind === 'value' && ask.on && typeof guess === 'number') {
    return [valuePlace(figure, ask, guess)]
  }
  return []
}
