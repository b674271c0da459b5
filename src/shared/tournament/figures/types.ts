import type { CurvesPart, Reading } from '../../charts/frame.ts'
import type { LineStyle } from '../../charts/palette.ts'
import type { Language } from '../../text.ts'
import type { CellResult } from '../results.ts'
import type { TournamentSpec } from '../spec.ts'

/** What a figure is made of. */
export interface FigureInput {
  readonly spec: TournamentSpec
  readonly cells: readonly CellResult[]
  /** Place of the tuning budget that is looked at. */
  readonly budget: number
  /** How each contestant is drawn, in the spec's order. */
  readonly looks: readonly LineStyle[]
  readonly language: Language
}

/** A tidy table, a row per observation. */
export interface FigureTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** A chart of curves, one per contestant. */
export interface CurveFigure {
  readonly kind: 'curves'
  readonly title: string
  readonly part: CurvesPart
  /** Where a crosshair can stand, on the horizontal axis, ascending. */
  readonly points: Float64Array
  /** What each contestant has there, the best first. */
  readonly readings: (index: number) => Reading[]
  /** For those who do not see it. */
  readonly summary: string
  /** What the chart leaves out, and why; empty where that is nothing. */
  readonly note: string
  readonly table: FigureTable
}

/** Why there is no figure, and what to do. */
export interface NoFigure {
  readonly kind: 'nothing'
  readonly title: string
  readonly why: string
}

export const nameOf = ({ spec }: Pick<FigureInput, 'spec'>, contestant: number): string =>
  spec.contestants[contestant]!.lane.id
