import { reinked } from '../reink.ts'
import type { CurvesPart, Curve } from '#shared/charts/frame.ts'
import { frameOf } from '#shared/charts/frame.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { rankedStyle } from '#shared/charts/ranked-style.ts'
import { fitView } from '../../charts/surface/view.ts'
import { contourMap } from '../../charts/surface/contours.ts'
import type { Domain } from '#shared/surfaces/index.ts'
import type { SurfaceScene } from '../charts/surface-scene.ts'
import {
  brief,
  filmRate,
  filmSeconds,
  type CurvesFilm,
  type FilmCurve,
  type FilmLook,
  type TrajectoriesFilm,
} from './film.ts'

/** Points of a curve, and of a trajectory, that a film keeps. */
const mostPoints = 500
const mostSteps = 1500

const lookOf = (look: LineStyle): FilmLook => ({
  light: reinked(look, 'light'),
  dark: reinked(look, 'dark'),
})

/** @returns indices spread evenly over a column, its ends among them */
export function spread(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, at) => at)
  const step = (length - 1) / (most - 1)
  return Array.from({ length: most }, (_, at) => Math.round(at * step))
}

const column = (values: ArrayLike<number>, kept: readonly number[]): (number | null)[] =>
  kept.map((at) => (Number.isFinite(values[at]) ? brief(values[at]!) : null))

export interface FilmWords {
  readonly title: string
  readonly settings: readonly string[]
}

/**
 * A film of curves that grow along their axis.
 *
 * @param percent whether values are shares
 */
export function curvesFilm(
  { data, words }: CurvesPart,
  { title, settings }: FilmWords,
  percent: boolean,
): CurvesFilm {
  // As wide as the film is shown: its marks are said once, in the page's own language.
  const frame = frameOf({ ...data, width: 960, height: 540, scale: 1 })
  const drawn = data.curves.filter(({ faint }) => !faint)
  const curves = drawn.map((curve): FilmCurve => {
    const kept = spread(curve.x.length, mostPoints)
    const band = data.bands.find(({ id }) => id === curve.id)
    const along = spread(band?.x.length ?? 0, mostPoints / 2)
    return {
      ...{ id: curve.id, name: curve.name, look: lookOf(curve.look), selected: curve.selected },
      x: kept.map((at) => brief(curve.x[at]!, 8)),
      y: column(curve.y, kept),
      ...(band && {
        bandX: along.map((at) => brief(band.x[at]!, 8)),
        low: column(band.low, along),
        high: column(band.high, along),
      }),
    }
  })
  const end = (curve: Curve): string => {
    const last = Array.from(curve.y).findLast(Number.isFinite)
    return last === undefined ? curve.name : `${curve.name} ${data.label(curve, last)}`
  }
  return {
    kind: 'curves',
    ...{ title, settings, percent },
    summary: `${words.yName}: ${drawn.map(end).join(', ')}`,
    frames: filmSeconds * filmRate,
    yName: words.yName,
    xName: words.xName,
    x: {
      min: frame.x.min,
      max: frame.x.max,
      ticks: frame.x.ticks.map((at) => [at, words.xText(at), words.xNote(at)] as const),
    },
    y: { min: frame.y.min, max: frame.y.max },
    logarithmic: data.logarithmic,
    curves,
  }
}

/** A film of trajectories that grow over level lines. */
export function trajectoriesFilm(
  scene: SurfaceScene,
  domain: Domain,
  { title, settings }: FilmWords,
  stepWord: string,
): TrajectoriesFilm {
  const view = fitView(domain, 880, 560)
  const { levels, columns, rows, rings } = contourMap(scene.surface, view)
  const stride = Math.max(1, Math.ceil(scene.steps / mostSteps))
  const tenth = (value: number): number => Math.round(value * 10) / 10
  return {
    kind: 'trajectories',
    title,
    // The first line says from where; the rest, how each came out.
    settings: settings.slice(0, 1),
    summary: settings.slice(1).join(' '),
    frames: Math.min(scene.steps, filmSeconds * filmRate),
    ...{ domain: view.domain, width: view.width, height: view.height },
    ground: {
      levels: { shades: levels.shades.map((shade) => brief(shade, 4)) },
      ...{ columns, rows },
      rings: rings.map((level) => level.map((ring) => ring.flat().map(tenth))),
    },
    minima: scene.surface.minima.map(({ x, y }) => ({ x, y })),
    start: scene.start,
    trajectories: scene.lanes.map(({ name, drawn, rank, selected, trajectory }) => ({
      ...{ name, selected, diverged: trajectory.diverged },
      look: { light: rankedStyle(drawn, rank, 'light'), dark: rankedStyle(drawn, rank, 'dark') },
      points: keptPoints(trajectory.points, trajectory.steps, stride),
    })),
    ...{ stride, steps: scene.steps, stepWord },
  }
}

/** Every so many steps, and where the trajectory ends. */
function keptPoints(points: Float64Array, steps: number, stride: number): number[] {
  const kept: number[] = []
  for (let step = 0; step <= steps; step += stride) {
    const at = Math.min(step, steps)
    const [x, y] = [points[2 * at]!, points[2 * at + 1]!]
    if (!Number.isFinite(x + y)) break
    kept.push(brief(x), brief(y))
  }
  return kept
}
