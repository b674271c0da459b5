import type { PathPoint, RunEvent, Snapshot } from '../contract/stream.ts'
import type { ExperimentSpec, Metric } from '../experiment/spec.ts'
import { distances, norms } from '../math/norm.ts'
import type { Evaluation, GradientEngine, Part } from './engine.ts'
import type { Problem } from './problem.ts'
import type { Stack } from './stack.ts'

/** What was recorded at one step. */
export interface Point {
  readonly step: number
  readonly samples: number
  /** Seconds of training so far: gradients and updates, without recording, pauses and pacing. */
  readonly seconds: number
  /** Each `[runs]`, in the order of the trainer's runs. */
  readonly metrics: Readonly<Partial<Record<Metric, Float64Array>>>
  readonly snapshots: readonly Snapshot[]
  readonly paths: readonly PathPoint[]
  readonly events: readonly RunEvent[]
}

/** Looks at a stack around a step, and changes nothing. */
export interface Recorder {
  /** Where the engine writes the batch losses of a recorded step; undefined if nobody asks. */
  readonly losses: Float64Array | undefined
  /** Call it between the step's gradients and its update. */
  before(): void
  /** Call it after. */
  after(step: number): Pick<Point, 'metrics' | 'snapshots' | 'paths' | 'events'>
}

/** Metrics that need a pass over a whole part of the data. */
const ofPart = {
  train: { loss: 'trainLoss', accuracy: 'trainAccuracy', determination: 'trainR2' },
  validation: {
    loss: 'validationLoss',
    accuracy: 'validationAccuracy',
    determination: 'validationR2',
  },
} as const satisfies Record<Part, Record<string, Metric>>

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
  const moves = wants('updateNorm') || wants('updateRatio')
  const earlier = state || moves ? new Float64Array(parameters.length) : parameters
  let earlierSlots: Float64Array<ArrayBuffer>[] = []
  let gradientNorms: Float64Array | undefined

  const evaluate = (part: Part): Evaluation | undefined => {
    const { loss, accuracy, determination } = ofPart[part]
    const confusion = state && part === 'validation' && classes > 0 && problem.validation.count > 0
    if (wants(accuracy) || confusion) return engine.evaluate(parameters, part, 'classes')
    if (wants(loss) || wants(determination)) return engine.evaluate(parameters, part, 'loss')
    return undefined
  }

  const measure = (train?: Evaluation, validation?: Evaluation): Point['metrics'] => {
    const updateNorms = moves ? distances(earlier, parameters, size) : undefined
    const all: Record<Metric, () => Float64Array | undefined> = {
      batchLoss: () => losses?.slice(),
      trainLoss: () => train?.losses,
      trainAccuracy: () => train?.accuracies,
      trainR2: () => train?.determinations,
      validationLoss: () => validation?.losses,
      validationAccuracy: () => validation?.accuracies,
      validationR2: () => validation?.determinations,
      gradientNorm: () => gradientNorms,
      updateNorm: () => updateNorms,
      updateRatio: () => updateNorms && ratios(updateNorms, norms(earlier, size)),
      rate: () => spread(stack.rates(), runs.length),
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
      // The update clips the gradients in place.
      if (wants('gradientNorm')) gradientNorms = norms(gradients, size)
      if (state || moves) earlier.set(parameters)
      if (state) earlierSlots = Array.from(runs, (_, index) => stack.slotsOf(index))
    },
    after(step) {
      const train = evaluate('train')
      const validation = evaluate('validation')
      const all = state ? Array.from(runs, (_, index) => snapshot(step, index, validation)) : []
      return { metrics: measure(train, validation), snapshots: all, paths: [], events: [] }
    },
  }
}

function ratios(numerators: Float64Array, denominators: Float64Array): Float64Array {
  return numerators.map((value, run) => value / denominators[run]!)
}

/** Each lane's number for each of its runs. */
function spread(lanes: Float64Array, runs: number): Float64Array {
  const seeds = runs / lanes.length
  return Float64Array.from({ length: runs }, (_, run) => lanes[Math.floor(run / seeds)]!)
}
