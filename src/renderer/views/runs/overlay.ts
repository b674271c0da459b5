import type { Band, Curve } from '#shared/charts/frame.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import { higherIsBetter } from '#shared/metrics/index.ts'
import { place } from '#renderer/stores/track.ts'
import { bandOf } from '#renderer/race/bands.ts'
import type { LaneBand } from '#shared/statistics/lane-bands.ts'
import type { Axis } from '#renderer/race/view.ts'
import type { OpenedRun } from './opened.ts'

/** A run as it is drawn among others. */
export interface DrawnRun {
  readonly opened: OpenedRun
  /** Stands before its lanes' names, where several runs are drawn. */
  readonly letter: string
  /** Pixels of its lines. */
  readonly weight: number
}

/** A lane of a drawn run with where its points stand on the chosen axis. */
export interface DrawnLane {
  readonly run: DrawnRun
  readonly id: string
  readonly name: string
  readonly band: LaneBand
  readonly x: Float64Array
}

/** Curves that can have a label at their end without covering the chart. */
export const mostLabels = 16

/** Line weights that distinguish runs, the first run's first; from the fifth on they come again. */
const weights = [2.5, 1.25, 1.75, 0.75]

export const weightOf = (index: number): number => weights[index % weights.length] ?? 1.5

/** @returns A to Z, then AA, AB and so on */
export function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter
}

/** @returns every lane that has recorded the metric */
export function drawnLanes(runs: readonly DrawnRun[], metric: Metric, axis: Axis): DrawnLane[] {
  return runs.flatMap((run) => {
    const { opened, letter } = run
    if (!opened.spec.record.metrics.includes(metric)) return []
    return opened.lanes.map((lane): DrawnLane => {
      const band = bandOf(lane, metric)
      const name = letter === '' ? lane.name : `${letter} ${lane.name}`
      return { run, id: `${opened.id} ${lane.id}`, name, band, x: along(band, axis, opened) }
    })
  })
}

/** Where the points stand: at steps, at epochs of the run's own rows, or at seconds. */
function along(band: LaneBand, axis: Axis, { shape }: OpenedRun): Float64Array {
  if (axis === 'step') return band.steps
  if (axis === 'seconds') return band.seconds
  return band.samples.map((samples) => samples / Math.max(1, shape.trainRows))
}

/**
 * @param lit the run that stands out, if any; the others stand back
 * @returns a curve per lane, and the bands of their seeds where a single run is drawn
 */
export function overlay(
  lanes: readonly DrawnLane[],
  lit?: string,
): { curves: Curve[]; bands: Band[] } {
  const labelled = lit === undefined ? lanes.length : 0
  const curves = lanes.map(({ run, id, name, band, x }): Curve => {
    const { look } = laneOf(run, id)
    const mine = run.opened.id === lit
    return {
      id,
      name,
      look,
      x,
      y: band.median,
      weight: run.weight,
      selected: mine,
      faint: lit !== undefined && !mine,
      unlabelled: labelled > mostLabels,
    }
  })
  const single = new Set(lanes.map(({ run }) => run.opened.id)).size === 1
  const bands = lanes.flatMap(({ run, id, band, x }): Band[] => {
    const { look, tracks } = laneOf(run, id)
    if (!single || tracks.length < 2) return []
    return [{ id, look, x, low: band.low, high: band.high, selected: false }]
  })
  return { curves, bands }
}

export function laneOf({ opened }: DrawnRun, id: string): OpenedRun['lanes'][number] {
  const found = opened.lanes.find((lane) => `${opened.id} ${lane.id}` === id)
  if (!found) throw new Error(`The run has no lane '${id}'.`)
  return found
}

/** @returns how far the axis must reach: to the end of each budget, or of what was recorded */
export function endOf(runs: readonly DrawnRun[], lanes: readonly DrawnLane[], axis: Axis): number {
  const recorded = lanes.map(({ x }) => x.at(-1) ?? 0)
  const budgets = runs.map(({ opened: { shape } }) =>
    axis === 'step' ? shape.steps : axis === 'epoch' ? shape.steps / shape.stepsPerEpoch : 0,
  )
  return Math.max(0, ...recorded, ...budgets)
}

/** What a lane has at a place of the axis. */
export interface Standing {
  readonly lane: DrawnLane
  readonly value: number
}

/**
 * @returns the last recorded value of each lane up to `x`, the best first; lanes that end long
 *   before it keep their last
 */
export function standingsAt(lanes: readonly DrawnLane[], metric: Metric, at: number): Standing[] {
  const sign = higherIsBetter(metric) ? -1 : 1
  const rank = (value: number): number => (Number.isFinite(value) ? sign * value : Infinity)
  return lanes
    .flatMap((lane): Standing[] => {
      const next = place(lane.x, at)
      const value = lane.band.median[lane.x[next] === at ? next : next - 1]
      return value === undefined ? [] : [{ lane, value }]
    })
    .sort((a, b) => (rank(a.value) < rank(b.value) ? -1 : rank(a.value) > rank(b.value) ? 1 : 0))
}

/** @returns the lane with the most points: where the crosshair can stand */
export function longest(lanes: readonly DrawnLane[]): DrawnLane | undefined {
  return lanes.reduce<DrawnLane | undefined>(
    (best, lane) => (best && best.x.length >= lane.x.length ? best : lane),
    undefined,
  )
}

/** @returns every metric that any of the runs has recorded, in the order of the first that has it */
export function metricsOf(runs: readonly OpenedRun[]): Metric[] {
  return [...new Set(runs.flatMap(({ spec }) => spec.record.metrics))]
}
