import type { MetricColumns, PathPoint, Snapshot } from '#shared/contract/stream.ts'
import { toJsonNumbers, type LogLine } from '#shared/experiment/log.ts'
import { partsOf, stretchOf } from '#shared/experiment/parts.ts'
import { metrics } from '#shared/experiment/spec.ts'
import type { LogMessage } from '../trainer/types.ts'

/**
 * A message of the lossless stream as lines of the log, those of a kind in the order of their steps; what
 * happened stands before the points, so that a reader knows which of them end a run. Each line is made
 * when it is asked for: of a large model they are large together.
 *
 * @param longest numbers of a vector in one line
 */
export function* linesOf(
  shard: number,
  message: LogMessage,
  longest?: number,
): Generator<LogLine, void, void> {
  for (const change of message.rates) yield { kind: 'rate', shard, ...change }
  for (const event of message.events) yield { kind: 'event', shard, event }
  yield* metricLines(shard, message.columns)
  for (const snapshot of message.snapshots) yield* snapshotLines(shard, snapshot, longest)
  for (const point of message.paths) yield* pathLines(shard, point, longest)
  for (const { run, step, values } of message.strips ?? []) {
    yield { kind: 'strip', shard, run, step, values: toJsonNumbers(values) }
  }
  for (const { run, step, part, parameters } of message.final ?? []) {
    const place = part && { part: [...part] as [number, number] }
    yield { kind: 'final', shard, run, step, ...place, parameters: toJsonNumbers(parameters) }
  }
}

/** One line per recorded point: the rows of one step lie side by side. */
function* metricLines(shard: number, columns: MetricColumns): Generator<LogLine, void, void> {
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
    yield line
  }
}

function* snapshotLines(
  shard: number,
  { run, step, before, gradients, after, confusion }: Snapshot,
  longest: number | undefined,
): Generator<LogLine, void, void> {
  const vectors = [gradients, before.slots, confusion]
  for (const { place, cut } of stretches(vectors, longest)) {
    const state = (of: Snapshot['before']): { parameters: unknown[]; slots: unknown[] } => ({
      parameters: toJsonNumbers(cut(of.parameters)),
      slots: toJsonNumbers(cut(of.slots)),
    })
    yield {
      ...{ kind: 'snapshot', shard, run, step, ...place },
      before: state(before),
      gradients: toJsonNumbers(cut(gradients)),
      after: state(after),
      confusion: Array.from(cut(confusion)),
    }
  }
}

function* pathLines(
  shard: number,
  { run, step, parameters, confusion }: PathPoint,
  longest: number | undefined,
): Generator<LogLine, void, void> {
  for (const { place, cut } of stretches([parameters, confusion], longest)) {
    yield {
      ...{ kind: 'path', shard, run, step, ...place },
      parameters: toJsonNumbers(cut(parameters)),
      confusion: Array.from(cut(confusion)),
    }
  }
}

type Vector = Float64Array | Uint32Array

interface Stretch {
  readonly place: { readonly part?: [number, number] }
  /** @returns what a line has of a vector */
  readonly cut: <T extends Vector>(vector: T) => T
}

/** @param vectors of a record, the longest among them */
function stretches(vectors: readonly Vector[], longest: number | undefined): Stretch[] {
  const length = Math.max(...vectors.map((vector) => vector.length))
  return partsOf(length, longest).map((part) => ({
    place: part ? { part: [part[0], part[1]] } : {},
    cut: (vector) => vector.subarray(...stretchOf(vector.length, part)) as typeof vector,
  }))
}
