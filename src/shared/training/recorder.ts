import type { Snapshot } from '../contract/stream.ts'
import type { ExperimentSpec, Metric } from '../experiment/spec.ts'
import type { Evaluation, GradientEngine, Part } from './engine.ts'
import type { Problem } from './problem.ts'
import type { Stack } from './stack.ts'

/** What was recorded at one step. */
export interface Point {
  readonly step: number
  readonly samples: number
  /** Seconds of training so far: gradients and updates, without evaluation, pauses and pacing. */
  readonly seconds: number
  /** Each `[runs]`, in the order of the trainer's runs. */
  readonly metrics: Readonly<Partial<Record<Metric, Float64Array>>>
  readonly snapshots: readonly Snapshot[]
}

/** Looks at a stack around a step, and changes nothing. */
export interface Recorder {
  /** Where the engine writes the batch losses of a recorded step; undefined if nobody asks. */
  readonly losses: Float64Array | undefined
  /** Call it before the step's update. */
  before(): void
  /** Call it after. */
  after(step: number): Pick<Point, 'metrics' | 'snapshots'>
}

export function createRecorder(
  spec: ExperimentSpec,
  stack: Stack,
  problem: Problem,
  engine: GradientEngine,
): Recorder {
  const { runs, size, parameters, gradients } = stack
  const { state } = spec.record
  const wants = (metric: Metric): boolean => spec.record.metrics.includes(metric)
  const classes = problem.classNames.length
  const losses = wants('batchLoss') ? new Float64Array(runs.length) : undefined
  const keeps = state || wants('updateNorm')
  const earlier = keeps ? new Float64Array(parameters.length) : parameters
  let earlierSlots: Float64Array<ArrayBuffer>[] = []

  const evaluate = (part: Part): Evaluation | undefined => {
    const accuracy = wants(part === 'train' ? 'trainAccuracy' : 'validationAccuracy')
    const confusion = state && part === 'validation' && classes > 0 && problem.validation.count > 0
    if (accuracy || confusion) return engine.evaluate(parameters, part, 'classes')
    const loss = wants(part === 'train' ? 'trainLoss' : 'validationLoss')
    return loss ? engine.evaluate(parameters, part, 'loss') : undefined
  }

  const measure = (train?: Evaluation, validation?: Evaluation): Point['metrics'] => {
    const all: Record<Metric, () => Float64Array | undefined> = {
      batchLoss: () => losses?.slice(),
      trainLoss: () => train?.losses,
      trainAccuracy: () => train?.accuracies,
      validationLoss: () => validation?.losses,
      validationAccuracy: () => validation?.accuracies,
      gradientNorm: () => norms(runs.length, size, (at) => gradients[at]!),
      updateNorm: () => norms(runs.length, size, (at) => parameters[at]! - earlier[at]!),
    }
    return Object.fromEntries(spec.record.metrics.map((metric) => [metric, all[metric]()]))
  }

  const snapshot = (step: number, index: number, validation?: Evaluation): Snapshot => {
    const own = (values: Float64Array): Float64Array<ArrayBuffer> =>
      values.slice(index * size, (index + 1) * size)
    const cells = classes * classes
    const confusion = validation?.confusion.slice(index * cells, (index + 1) * cells)
    return {
      run: runs[index]!,
      step,
      before: { parameters: own(earlier), slots: earlierSlots[index]! },
      gradients: own(gradients),
      after: { parameters: own(parameters), slots: stack.slotsOf(index) },
      confusion: confusion ?? new Uint32Array(),
    }
  }

  return {
    losses,
    before() {
      if (keeps) earlier.set(parameters)
      if (state) earlierSlots = Array.from(runs, (_, index) => stack.slotsOf(index))
    },
    after(step) {
      const train = evaluate('train')
      const validation = evaluate('validation')
      const all = state ? Array.from(runs, (_, index) => snapshot(step, index, validation)) : []
      return { metrics: measure(train, validation), snapshots: all }
    },
  }
}

/** Euclidean norm of each run's part of a flat vector. */
function norms(runs: number, size: number, at: (index: number) => number): Float64Array {
  return Float64Array.from({ length: runs }, (_, run) => {
    let squares = 0
    for (let i = run * size; i < (run + 1) * size; i++) squares += at(i) ** 2
    return Math.sqrt(squares)
  })
}
