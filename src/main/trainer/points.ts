import type { MetricColumns, PathPoint, Snapshot } from '#shared/contract/stream.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import type { Point } from '#shared/training/trainer.ts'

/** Recorded points as one table: a row per point and run. */
export function mergePoints(points: readonly Point[]): {
  columns: MetricColumns
  snapshots: Snapshot[]
  paths: PathPoint[]
} {
  const rows = points.reduce((sum, point) => sum + point.runs.length, 0)
  const run = new Uint32Array(rows)
  const step = new Uint32Array(rows)
  const samples = new Float64Array(rows)
  const seconds = new Float64Array(rows)
  // Every point with rows has the same metrics.
  const withRows = points.find((point) => point.runs.length > 0)
  const names = Object.keys(withRows?.metrics ?? {}) as Metric[]
  const metrics = Object.fromEntries(names.map((name) => [name, new Float64Array(rows)]))
  let from = 0
  for (const point of points) {
    const to = from + point.runs.length
    if (to === from) continue
    run.set(point.runs, from)
    step.fill(point.step, from, to)
    samples.fill(point.samples, from, to)
    seconds.fill(point.seconds, from, to)
    for (const name of names) metrics[name]!.set(point.metrics[name]!, from)
    from = to
  }
  return {
    columns: { run, step, samples, seconds, metrics },
    snapshots: points.flatMap((point) => point.snapshots),
    paths: points.flatMap((point) => point.paths),
  }
}

/** How many numbers a point holds, about. */
export function weightOf(point: Point): number {
  let weight = 4
  for (const values of Object.values(point.metrics)) weight += values.length
  for (const { before, gradients, after, confusion } of point.snapshots) {
    weight += 3 * gradients.length + before.slots.length + after.slots.length + confusion.length
  }
  for (const { parameters, confusion } of point.paths) {
    weight += parameters.length + confusion.length
  }
  return weight
}
