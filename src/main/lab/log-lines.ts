import type { MetricColumns, PathPoint, Snapshot } from '../../shared/contract/stream.ts'
import { toJsonNumbers, type LogLine } from '../../shared/experiment/log.ts'
import { metrics } from '../../shared/experiment/spec.ts'
import type { LogMessage } from '../trainer/types.ts'

/**
 * @returns a message of the lossless stream as lines of the log, those of a kind in the order of their
 *   steps; what happened stands before the points, so that a reader knows which of them end a run
 */
export function linesOf(shard: number, message: LogMessage): LogLine[] {
  const lines: LogLine[] = [
    ...message.rates.map((change): LogLine => ({ kind: 'rate', shard, ...change })),
    ...message.events.map((event): LogLine => ({ kind: 'event', shard, event })),
    ...metricLines(shard, message.columns),
    ...message.snapshots.map((snapshot) => snapshotLine(shard, snapshot)),
    ...message.paths.map((point) => pathLine(shard, point)),
  ]
  for (const { run, step, parameters } of message.final ?? []) {
    lines.push({ kind: 'final', shard, run, step, parameters: toJsonNumbers(parameters) })
  }
  return lines
}

/** One line per recorded point: the rows of one step lie side by side. */
function metricLines(shard: number, columns: MetricColumns): LogLine[] {
  const lines: LogLine[] = []
  const { run, step, samples, seconds } = columns
  for (let from = 0, to = 0; from < run.length; from = to) {
    while (to < run.length && step[to] === step[from]) to++
    const line: LogLine = {
      kind: 'metrics',
      shard,
      step: step[from] ?? 0,
      samples: samples[from] ?? 0,
      seconds: seconds[from] ?? 0,
      runs: Array.from(run.subarray(from, to)),
    }
    for (const metric of metrics) {
      const column = columns.metrics[metric]
      if (column) line[metric] = toJsonNumbers(column.subarray(from, to))
    }
    lines.push(line)
  }
  return lines
}

function snapshotLine(shard: number, snapshot: Snapshot): LogLine {
  const state = (of: Snapshot['before']): { parameters: unknown[]; slots: unknown[] } => ({
    parameters: toJsonNumbers(of.parameters),
    slots: toJsonNumbers(of.slots),
  })
  return {
    kind: 'snapshot',
    shard,
    run: snapshot.run,
    step: snapshot.step,
    before: state(snapshot.before),
    gradients: toJsonNumbers(snapshot.gradients),
    after: state(snapshot.after),
    confusion: Array.from(snapshot.confusion),
  }
}

function pathLine(shard: number, { run, step, parameters, confusion }: PathPoint): LogLine {
  return {
    kind: 'path',
    shard,
    run,
    step,
    parameters: toJsonNumbers(parameters),
    confusion: Array.from(confusion),
  }
}
