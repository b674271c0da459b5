import { frameOf, type Band, type Curve, type Frame } from '#shared/charts/frame.ts'
import { bandOutline, stretches } from '#shared/charts/curves.ts'
import type { EndLabel, KeyLabel } from '#shared/charts/ends.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type { Brush } from '../../charts/brush.ts'
import { paintNames } from '../../charts/names.ts'
import { paintAxes } from '../../charts/plot.ts'
import { drawContours, type ContourMap } from '../../charts/surface/contours.ts'
import { contourPaint } from '../../charts/surface/ramp.ts'
import {
  drawTrajectories,
  haloOf,
  trajectoryNames,
  type DrawnTrajectory,
} from '../../charts/surface/trajectories.ts'
import { toX, toY, type PlaneView } from '../../charts/surface/view.ts'
import { innerScale } from '#shared/charts/scale.ts'
import type { CurvesFilm, Film, FilmCurve, TrajectoriesFilm } from './film.ts'

export interface FilmSize {
  readonly width: number
  readonly height: number
}

/** How much wider than the program's own a reader's faces may be. */
const widen = 1.12

/**
 * Paints a film's picture at one moment, on whatever the brush paints.
 *
 * @param share 0 at its beginning, 1 at its end
 */
export function paintFilm(
  brush: Brush,
  film: Film,
  share: number,
  paper: Paper,
  size: FilmSize,
): void {
  if (film.kind === 'curves') paintCurves(brush, film, share, paper, size)
  else paintTrajectories(brush, film, share, paper, size)
}

/** @returns where a film stands, in words: at which step, sample or epoch */
export function momentText(film: Film, share: number): string {
  if (film.kind === 'trajectories') {
    return `${film.stepWord} ${Math.round(share * film.steps).toLocaleString('en')}`
  }
  const at = film.x.min + share * (film.x.max - film.x.min)
  const [first, last] = [film.x.ticks[0], film.x.ticks.at(-1)]
  // The axis may count in another unit than its numbers say: two of its marks tell.
  const said = (tick = first): number => Number(tick?.[1].replace(/[^\d.]/g, ''))
  const unit = first && last && last !== first ? (said(last) - said()) / (last[0] - first[0]) : 1
  const value = first && Number.isFinite(unit) ? said() + (at - first[0]) * unit : at
  const whole = film.x.ticks.every((tick) => Number.isInteger(said(tick)))
  return `${film.xName} ${whole && unit >= 0.5 ? String(Math.round(value)) : numberText(value)}`
}

/** @returns a number as an axis says it, in any language */
export function numberText(value: number): string {
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)) {
    return Number(value.toPrecision(3)).toExponential().replace('e+', 'e')
  }
  return String(Number(value.toPrecision(4)))
}

/** @returns a column up to a place of the axis, and the value there */
function upTo(
  x: readonly number[],
  y: readonly (number | null)[],
  at: number,
): { readonly x: number[]; readonly y: number[] } {
  const found: { x: number[]; y: number[] } = { x: [], y: [] }
  for (let index = 0; index < x.length; index++) {
    const [here, value] = [x[index]!, y[index] ?? NaN]
    if (here <= at) {
      found.x.push(here)
      found.y.push(value)
      continue
    }
    const before = x[index - 1]
    const from = y[index - 1] ?? NaN
    if (before === undefined) break
    found.x.push(at)
    found.y.push(from + ((at - before) / (here - before)) * (value - from))
    break
  }
  return found
}

function paintCurves(
  brush: Brush,
  film: CurvesFilm,
  share: number,
  paper: Paper,
  { width, height }: FilmSize,
): void {
  const { theme, inks, scale } = paper
  const at = film.x.min + share * (film.x.max - film.x.min)
  const looked = (curve: FilmCurve): Curve => ({
    ...{ id: curve.id, name: curve.name, look: curve.look[theme], selected: curve.selected },
    ...upTo(curve.x, curve.y, at),
  })
  const curves = film.curves.map(looked)
  const bands = film.curves.flatMap((curve): Band[] => {
    const { low, high, bandX = curve.x } = curve
    if (!low || !high) return []
    const [below, above] = [upTo(bandX, low, at), upTo(bandX, high, at)]
    if (below.x.length < 2) return []
    const { id, selected } = curve
    return [{ id, look: curve.look[theme], selected, x: below.x, low: below.y, high: above.y }]
  })
  const valueText = (value: number): string =>
    film.percent ? `${numberText(100 * value)} %` : numberText(value)
  const ticks = film.x.ticks.map(([place]) => place)
  const frame = frameOf({
    ...{ width, height, scale, curves, bands, widen },
    logarithmic: film.logarithmic,
    fixed: film.y,
    horizontal: () => ({ min: film.x.min, max: film.x.max, ticks, decimals: 0 }),
    label: (_, last) => valueText(last),
  })
  paintGrid(brush, film, frame, paper, valueText)
  const { left, right, top, bottom } = frame
  const plot = { x: left - 4, y: top - 3, width: right - left + 8, height: bottom - top + 6 }
  brush.clip(plot, () => {
    for (const band of bands) {
      const paint = { fill: band.look.colour, opacity: band.selected ? 0.26 : 0.1 }
      brush.polyline(bandOutline(frame, band), paint, true)
    }
    for (const curve of curves) {
      const dash = curve.look.dash.map((length) => length * scale)
      const line = { stroke: curve.look.colour, width: (curve.selected ? 2.5 : 1.75) * scale, dash }
      for (const points of stretches(frame, curve)) brush.polyline(points, line)
    }
  })
  for (const label of frame.labels) {
    const [bend] = label.swatch
    brush.circle(label.x, label.y, 3 * scale, { fill: label.look.colour })
    const to = bend - 4 * scale
    brush.polyline(
      [
        [label.x + 4 * scale, label.y],
        [Math.max(label.x + 4 * scale, to - 3 * scale), label.place],
        [to, label.place],
      ],
      { stroke: inks.edge, width: 0.75 },
    )
  }
  for (const label of [...frame.labels, ...frame.key]) paintLabel(brush, label, paper)
}

function paintLabel(brush: Brush, label: EndLabel | KeyLabel, { inks, scale }: Paper): void {
  const { look, place, swatch, nameAt, valueAt, selected } = label
  const dash = look.dash.map((length) => length * scale)
  brush.line(swatch[0], place, swatch[1], place, { stroke: look.colour, width: 2 * scale, dash })
  const ink = { fill: inks.ink, at: 'middle' } as const
  brush.text(nameAt, place, label.name, { ...ink, size: 12 * scale, weight: selected ? 650 : 450 })
  if (!label.value) return
  const value = { fill: inks.second, at: 'middle', mono: true, size: 11.5 * scale } as const
  brush.text(valueAt, place, label.value, value)
}

function paintGrid(
  brush: Brush,
  film: CurvesFilm,
  frame: Frame,
  { inks, scale }: Paper,
  valueText: (value: number) => string,
): void {
  const { left, right, top, bottom, toX: across, toY: up } = frame
  const number = { fill: inks.second, mono: true, size: 11 * scale } as const
  for (const value of frame.y.ticks) {
    const y = up(value)
    brush.line(left, y, right, y, { stroke: inks.grid })
    brush.text(left - 8 * scale, y, valueText(value), { ...number, anchor: 'end', at: 'middle' })
  }
  brush.line(left, bottom, right, bottom, { stroke: inks.edge })
  for (const [place, text, note] of film.x.ticks) {
    const x = across(place)
    brush.line(x, bottom, x, bottom + 4, { stroke: inks.edge })
    brush.text(x, bottom + 17 * scale, text, { ...number, anchor: 'middle' })
    const words = { fill: inks.second, size: 10.5 * scale, anchor: 'middle' } as const
    if (note) brush.text(x, bottom + 32 * scale, note, words)
  }
  const name = { fill: inks.second, size: 11 * scale } as const
  brush.text(12 * scale, top - 12 * scale, `↑ ${film.yName}`, name)
  // After the last mark's number, which is centred on the axis's end.
  const wide = brush.measure(film.x.ticks.at(-1)?.[1] ?? '', number) / 2
  brush.text(right + wide + 8 * scale, bottom + 17 * scale, `${film.xName} →`, name)
}

/** Rings as the level lines are drawn from. */
function groundOf({ ground: { levels, columns, rows, rings } }: TrajectoriesFilm): ContourMap {
  const pairs = (ring: readonly number[]): (readonly [number, number])[] =>
    Array.from({ length: ring.length / 2 }, (_, at) => [ring[2 * at]!, ring[2 * at + 1]!] as const)
  const whole = { values: [], anchor: 0, symmetric: false, ...levels } as ContourMap['levels']
  return { levels: whole, columns, rows, rings: rings.map((level) => level.map(pairs)) }
}

const grounds = new WeakMap<TrajectoriesFilm, ContourMap>()

function paintTrajectories(
  brush: Brush,
  film: TrajectoriesFilm,
  share: number,
  paper: Paper,
  size: FilmSize,
): void {
  const { theme, inks, scale } = paper
  const ground = grounds.get(film) ?? groundOf(film)
  grounds.set(film, ground)
  const [left, below, around] = [52 * scale, 28 * scale, 10 * scale]
  const room = { width: size.width - left - around, height: size.height - below - around }
  const fit = Math.min(room.width / film.width, room.height / film.height)
  const [width, height] = [film.width * fit, film.height * fit]
  const view: PlaneView = { width, height, domain: film.domain }
  const step = Math.round((share * film.steps) / film.stride)
  const trajectories = film.trajectories.map(
    ({ name, look, selected, points, diverged }): DrawnTrajectory => ({
      name,
      style: look[theme],
      selected,
      trajectory: { points: Float64Array.from(points), steps: points.length / 2 - 1, diverged },
    }),
  )
  const x = left + (room.width - width) / 2
  brush.move(x, around, () => {
    brush.clip({ x: 0, y: 0, width, height }, () => {
      drawContours(brush, ground, view, contourPaint(theme))
      for (const minimum of film.minima) {
        const [px, py] = [toX(view, minimum.x), toY(view, minimum.y)]
        brush.line(px - 6, py, px + 6, py, { stroke: inks.ink })
        brush.line(px, py - 6, px, py + 6, { stroke: inks.ink })
      }
      const paint = { halo: haloOf[theme], paper: inks.panel, scale }
      drawTrajectories(brush, trajectories, step, view, paint, false)
      const [sx, sy] = [toX(view, film.start.x), toY(view, film.start.y)]
      brush.circle(sx, sy, 8 * scale, { stroke: inks.panel, width: 5 })
      brush.circle(sx, sy, 8 * scale, { stroke: inks.ink, width: 2 })
      const ring = 10 * scale
      const taken = [{ x: sx - ring, y: sy - ring, width: 2 * ring, height: 2 * ring }]
      const bounds = { x: 2, y: 2, width: width - 4, height: height - 4 }
      paintNames(brush, trajectoryNames(trajectories, step, view, scale), { bounds, taken }, paper)
    })
  })
  const box = { x, y: around, width, height }
  brush.rect(box, { stroke: inks.edge })
  const ticks = (range: readonly [number, number], pixels: number) =>
    innerScale({ min: range[0], max: range[1] }, pixels / (72 * scale)).ticks
  paintAxes(brush, paper, box, {
    across: ticks(film.domain.x, width).map((value) => ({
      at: toX(view, value),
      text: numberText(value),
    })),
    up: ticks(film.domain.y, height).map((value) => ({
      at: toY(view, value),
      text: numberText(value),
    })),
    ...{ acrossName: '', upName: '' },
  })
}
