import type { MetricColumns, PathPoint, Snapshot } from '../../shared/contract/stream.ts'
import type { Metric } from '../../shared/experiment/spec.ts'
import type { Point } from '../../shared/training/trainer.ts'

/** Recorded points as one table: a row per point and run. */
export function mergePoints(
  runs: Uint32Array,
  points: readonly Point[],
): { columns: MetricColumns; snapshots: Snapshot[]; paths: PathPoint[] } {
  const rows = runs.length * points.length
  const run = new Uint32Array(rows)
  const step = new Uint32Array(rows)
  const samples = new Float64Array(rows)
  const seconds = new Float64Array(rows)
  const names = Object.keys(points[0]?.metrics ?? {}) as Metric[]
  const metrics = Object.fromEntries(names.map((name) => [name, new Float64Array(rows)]))
  points.forEach((point, index) => {
    const from = index * runs.length
    const to = from + runs.length
    run.set(runs, from)
    step.fill(point.step, from, to)
    samples.fill(point.samples, from, to)
    seconds.fill(point.seconds, from, to)
    for (const name of names) metrics[name]!.set(point.metrics[name]!, from)
  })
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
