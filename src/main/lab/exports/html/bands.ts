import type { MetricColumns, RunEvent } from '#shared/contract/stream.ts'
import type { ExperimentSpec, Metric } from '#shared/experiment/spec.ts'
import { LaneBands, type LaneBand, type Track } from '#shared/statistics/lane-bands.ts'

/** @returns a metric's median and band over each lane's seeds, with the epochs at which they stand */
export function laneBands(
  spec: ExperimentSpec,
  columns: MetricColumns,
  events: readonly RunEvent[],
  metric: Metric,
  stepsPerEpoch: number,
): (LaneBand & { readonly x: Float64Array })[] {
  const seeds = spec.seeds.length
  const rows = Array.from({ length: spec.lanes.length * seeds }, (): number[] => [])
  columns.run.forEach((run, row) => rows[run]?.push(row))
  const tracks = rows.map((own): Track => {
    const pick = (column?: ArrayLike<number>): Float64Array =>
      Float64Array.from(own, (row) => column?.[row] ?? NaN)
    return {
      ...{ steps: pick(columns.step), samples: pick(columns.samples) },
      ...{ seconds: pick(columns.seconds), values: { [metric]: pick(columns.metrics[metric]) } },
      edition: 0,
    }
  })
  return spec.lanes.map((_, lane) => {
    const [first, next] = [lane * seeds, (lane + 1) * seeds]
    const happened = events
      .filter(({ run }) => run >= first && run < next)
      .map((event) => ({ ...event, run: event.run - first }))
    const band = new LaneBands(tracks.slice(first, next), metric).update(happened)
    return { ...band, x: band.steps.map((step) => step / stepsPerEpoch) }
  })
}
