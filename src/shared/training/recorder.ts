import type { PathPoint, RunEvent, Snapshot, StripPoint } from '../contract/stream.ts'
import type { ExperimentSpec } from '../experiment/spec.ts'
import { metricOf, type Metric, type MetricDeclaration } from '../metrics/index.ts'
import type { DivergenceWatch } from './divergence.ts'
import type { Evaluation, GradientEngine, Part } from './engine.ts'
import type { StepObserver } from './lane.ts'
import type { Problem } from './problem.ts'
import type { Stack } from './stack.ts'

/** What was recorded at one step. */
export interface Point {
  readonly step: number
  readonly samples: number
  /** Seconds of training so far: gradients, updates and their norms, without evaluation, pauses and pacing. */
  readonly seconds: number
  /**
   * The race's runs that have a row here, ascending: those under way when the step began; none where
   * the step is no recorded point and only something happened.
   */
  readonly runs: Uint32Array
  /** Each `[runs]`. */
  readonly metrics: Readonly<Partial<Record<Metric, Float64Array>>>
  readonly snapshots: readonly Snapshot[]
  readonly paths: readonly PathPoint[]
  readonly events: readonly RunEvent[]
  /** Also of steps that are no recorded points. */
  readonly strips?: readonly StripPoint[]
}

/** What of a point the recorder sees. */
export type Recorded = Pick<Point, 'runs' | 'metrics' | 'snapshots' | 'paths'>

/**
 * Looks at a stack around a step, and changes nothing. Around the update of a recorded step it sees its
 * runs a few at a time, after the step all of them.
 */
export interface Recorder extends StepObserver {
  /** Where the engine writes the batch losses of a recorded step; undefined if nobody asks. */
  readonly losses: Float64Array | undefined
  /**
   * What the step just taken comes to.
   *
   * @param underway the runs to record, by their place in the stack, ascending
   */
  record(step: number, underway: readonly number[]): Recorded
  /** Where the paths start, before the first step. */
  start(): Recorded
}

/**
 * @param squares of the runs' gradients and parameters, up to date when the recorder sees them
 * @param followed the runs whose paths are recorded, by their place in the stack; none if nobody asks
 */
export function createRecorder(
  spec: ExperimentSpec,
  stack: Stack,
  problem: Problem,
  engine: GradientEngine,
  squares: Pick<DivergenceWatch, 'gradientSquares'>,
  followed: readonly number[],
): Recorder {
  const { runs, size, parameters, gradients } = stack
  const { state } = spec.record
  const paths = followed.length > 0
  const wanted = spec.record.metrics.map(metricOf)
  const needs = (what: MetricDeclaration['needs'], part?: Part): boolean =>
    wanted.some((metric) => metric.needs === what && metric.part === part)
  const classes = problem.classNames.length
  const losses = needs('batchLoss') ? new Float64Array(runs.length) : undefined
  const moves = needs('update')
  const earlier = state ? new Float64Array(parameters.length) : parameters
  const earlierSlots: Float64Array<ArrayBuffer>[] = []
  const gradientNorms = new Float64Array(runs.length)
  const updateNorms = new Float64Array(runs.length)
  const updateRatios = new Float64Array(runs.length)

  const showsConfusion = (state || paths) && classes > 0 && problem.validation.count > 0
  const cells = classes * classes

  const evaluate = (part: Part): Evaluation | undefined => {
    const confusion = part === 'validation' && showsConfusion
    const at = stack.evaluatedAt()
    if (needs('classes', part) || confusion) return engine.evaluate(at, part, 'classes')
    return needs('loss', part) ? engine.evaluate(at, part, 'loss') : undefined
  }

  const measure = (train?: Evaluation, validation?: Evaluation): Point['metrics'] => {
    const norms = { gradientNorms, updateNorms, updateRatios }
    const rates = (): Float64Array => spread(stack.rates(), runs.length)
    const measured = { batchLosses: losses, train, validation, ...norms, rates }
    return Object.fromEntries(wanted.map((metric) => [metric.key, metric.of(measured)]))
  }

  const confusionOf = (index: number, validation?: Evaluation): Uint32Array<ArrayBuffer> =>
    validation?.confusion.slice(index * cells, (index + 1) * cells) ?? new Uint32Array()

  const path = (step: number, index: number, validation?: Evaluation): PathPoint => ({
    run: runs[index]!,
    step,
    parameters: stack.evaluatedAt().slice(index * size, (index + 1) * size),
    confusion: confusionOf(index, validation),
  })

  const snapshot = (step: number, index: number, validation?: Evaluation): Snapshot => {
    const own = (values: Float64Array): Float64Array<ArrayBuffer> =>
      values.slice(index * size, (index + 1) * size)
    return {
      run: runs[index]!,
      step,
      before: { parameters: own(earlier), slots: earlierSlots[index]! },
      gradients: own(gradients),
      after: { parameters: own(parameters), slots: stack.slotsOf(index) },
      confusion: confusionOf(index, validation),
    }
  }

  return {
    losses,
    before(from, to) {
      for (let index = from; index < to; index++) {
        gradientNorms[index] = Math.sqrt(squares.gradientSquares[index]!)
      }
      if (!state) return
      earlier.set(parameters.subarray(from * size, to * size), from * size)
      for (let index = from; index < to; index++) earlierSlots[index] = stack.slotsOf(index)
    },
    after(from, to) {
      if (!moves) return
      for (let index = from; index < to; index++) {
        const { step, before } = stack.measures(index)
        const norm = Math.sqrt(step)
        updateNorms[index] = norm
        updateRatios[index] = norm / Math.sqrt(before)
      }
    },
    record(step, underway) {
      const train = evaluate('train')
      const validation = evaluate('validation')
      const metrics = measure(train, validation)
      const going = new Set(underway)
      return {
        ...rowsOf(underway, runs, metrics),
        snapshots: state ? underway.map((index) => snapshot(step, index, validation)) : [],
        paths: followed
          .filter((index) => going.has(index))
          .map((index) => path(step, index, validation)),
      }
    },
    start() {
      const validation = showsConfusion
        ? engine.evaluate(stack.evaluatedAt(), 'validation', 'classes')
        : undefined
      return {
        runs: new Uint32Array(),
        metrics: {},
        snapshots: [],
        paths: followed.map((index) => path(0, index, validation)),
      }
    },
  }
}

/** Some runs' rows of metrics of all. */
function rowsOf(
  some: readonly number[],
  runs: Uint32Array,
  metrics: Point['metrics'],
): Pick<Point, 'runs' | 'metrics'> {
  if (some.length === runs.length) return { runs, metrics }
  const rows = (values: Float64Array): Float64Array =>
    Float64Array.from(some, (index) => values[index]!)
  return {
    runs: Uint32Array.from(some, (index) => runs[index]!),
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([metric, values]) => [metric, rows(values)]),
    ),
  }
}

/** Each lane's number for each of its runs. */
function spread(lanes: Float64Array, runs: number): Float64Array {
  const seeds = runs / lanes.length
  return Float64Array.from({ length: runs }, (_, run) => lanes[Math.floor(run / seeds)]!)
}
