import {
  pathSize,
  snapshotSize,
  type MetricColumns,
  type PathPoint,
  type RateChange,
  type RunEvent,
  type Snapshot,
  type StripPoint,
} from '#shared/contract/stream.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import { metrics } from '#shared/experiment/spec.ts'
import { readLog, recordKinds, type LogDamage } from './log-reader.ts'
import type { RunEnding } from './run-reader.ts'
import { ThinnedPoints } from './thin.ts'

/** Parameters at the end are for those who open the log themselves. */
const withoutEnds = recordKinds.filter((kind) => kind !== 'final')

type MetricsRecord = Extract<LogRecord, { kind: 'metrics' }>

/** What a run's log holds, in the form in which the stream brings it. */
export interface Recorded {
  readonly columns: MetricColumns
  readonly snapshots: Snapshot[]
  readonly paths: PathPoint[]
  readonly strips: StripPoint[]
  readonly events: RunEvent[]
  readonly rates: RateChange[]
  /** Missing while the race goes on, and where the program ended in the middle of it. */
  readonly end: RunEnding | undefined
  readonly damage: LogDamage
}

export interface RecordedLimits {
  /** Metric rows to keep at about this number at most; the rest is thinned evenly. @default 400_000 */
  readonly rows?: number
  /** Numbers of snapshots, and of paths, likewise. @default 4_000_000 */
  readonly numbers?: number
}

/**
 * Reads what a run has recorded, thinned where it is more than a page can take; what happened, and
 * the last point of a run that ended early, is all there.
 *
 * @throws LabError `bad-file`
 */
export async function readRecorded(folder: string, limits: RecordedLimits = {}): Promise<Recorded> {
  const numbers = limits.numbers ?? 4_000_000
  const rows = new ThinnedPoints<MetricsRecord>(limits.rows ?? 400_000, ({ runs }) => runs.length)
  const states = new ThinnedPoints<Snapshot>(numbers, snapshotSize)
  const paths = new ThinnedPoints<PathPoint>(numbers, pathSize)
  const strips: StripPoint[] = []
  const events: RunEvent[] = []
  const rates: RateChange[] = []
  let end: RunEnding | undefined
  const take = (record: LogRecord): void => {
    // Whatever follows an end goes on with the run.
    end = record.kind === 'end' ? record : undefined
    if (record.kind === 'metrics') rows.add(record.shard, record.step, record)
    if (record.kind === 'snapshot') {
      const { run, step, before, gradients, after } = record
      const confusion = Uint32Array.from(record.confusion)
      states.add(record.shard, step, { run, step, before, gradients, after, confusion })
    }
    if (record.kind === 'path') {
      const { run, step, parameters } = record
      const confusion = Uint32Array.from(record.confusion)
      paths.add(record.shard, step, { run, step, parameters, confusion })
    }
    if (record.kind === 'strip') {
      const { run, step, values } = record
      strips.push({ run, step, values })
    }
    if (record.kind === 'event') {
      events.push(record.event)
      if (record.event.ends) {
        for (const points of [rows, states, paths]) points.pin(record.shard, record.event.step)
      }
    }
    if (record.kind === 'rate') {
      const { at, lane, rate, step } = record
      rates.push({ at, lane, rate, step })
    }
  }
  const damage = await readLog(folder, take, withoutEnds)
  return {
    columns: columnsOf(rows.points().flatMap((point) => point.items)),
    snapshots: states.points().flatMap((point) => point.items),
    paths: paths.points().flatMap((point) => point.items),
    strips,
    events,
    rates,
    end,
    damage,
  }
}

function columnsOf(points: readonly MetricsRecord[]): MetricColumns {
  const rows = points.reduce((sum, point) => sum + point.runs.length, 0)
  const present = metrics.filter((metric) => points.some((point) => point[metric]))
  const columns: MetricColumns = {
    run: new Uint32Array(rows),
    step: new Uint32Array(rows),
    samples: new Float64Array(rows),
    seconds: new Float64Array(rows),
    metrics: Object.fromEntries(present.map((metric) => [metric, new Float64Array(rows)])),
  }
  let row = 0
  for (const point of points) {
    const next = row + point.runs.length
    columns.run.set(point.runs, row)
    columns.step.fill(point.step, row, next)
    columns.samples.fill(point.samples, row, next)
    columns.seconds.fill(point.seconds, row, next)
    for (const metric of present) {
      // A column that one process did not record is unknown there.
      columns.metrics[metric]?.set(
        point[metric] ?? new Float64Array(point.runs.length).fill(Number.NaN),
        row,
      )
    }
    row = next
  }
  return columns
}
