import type { LineStyle } from '#shared/charts/palette.ts'
import type { Theme } from '#shared/charts/theme.ts'
import type { Domain, Point } from '#shared/surfaces/index.ts'
import type { Levels } from '../../charts/surface/levels.ts'

/** A line's look on each paper. */
export type FilmLook = Readonly<Record<Theme, LineStyle>>

interface FilmBase {
  readonly title: string
  /** What it shows, in sentences, for those who do not see it. */
  readonly summary: string
  /** Every setting that made it, a line each. */
  readonly settings: readonly string[]
  /** How often a second it can change at most, times the seconds it lasts. */
  readonly frames: number
}

/** A mark of an axis, and the words below it. */
type FilmTick = readonly [at: number, text: string, note: string]

/** One curve with its band, as columns; null is a gap. */
export interface FilmCurve {
  readonly id: string
  readonly name: string
  readonly look: FilmLook
  readonly selected: boolean
  readonly x: readonly number[]
  readonly y: readonly (number | null)[]
  readonly low?: readonly (number | null)[]
  readonly high?: readonly (number | null)[]
  readonly bandX?: readonly number[]
}

/** Curves that grow along their axis. */
export interface CurvesFilm extends FilmBase {
  readonly kind: 'curves'
  readonly yName: string
  readonly xName: string
  readonly x: { readonly min: number; readonly max: number; readonly ticks: readonly FilmTick[] }
  readonly y: { readonly min: number; readonly max: number }
  readonly logarithmic: boolean
  /** Values are shares, said as per cent. */
  readonly percent: boolean
  readonly curves: readonly FilmCurve[]
}

/** A lane's way over the plane. */
interface FilmTrajectory {
  readonly name: string
  readonly look: FilmLook
  readonly selected: boolean
  /** x and y of each kept step, one after the other. */
  readonly points: readonly number[]
  readonly diverged: boolean
}

/** Trajectories that grow over level lines. */
export interface TrajectoriesFilm extends FilmBase {
  readonly kind: 'trajectories'
  readonly domain: Domain
  readonly width: number
  readonly height: number
  readonly ground: {
    readonly levels: Pick<Levels, 'shades'>
    readonly columns: number
    readonly rows: number
    /** Per level the rings, each as coordinates one after the other. */
    readonly rings: readonly (readonly (readonly number[])[])[]
  }
  readonly minima: readonly Point[]
  readonly start: Point
  readonly trajectories: readonly FilmTrajectory[]
  /** Steps from one kept point to the next, and how many there are in all. */
  readonly stride: number
  readonly steps: number
  /** What stands before the number of a step. */
  readonly stepWord: string
}

export type Film = CurvesFilm | TrajectoriesFilm

/** Seconds that a film lasts, and frames a second. */
export const filmSeconds = 8
export const filmRate = 20

/** @returns the number with as many digits as a picture shows */
export const brief = (value: number, digits = 6): number => Number(value.toPrecision(digits))
