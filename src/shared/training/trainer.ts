import type { Snapshot } from '../contract/stream.ts'
import type { ExperimentSpec, Metric } from '../experiment/spec.ts'
import { createRandom } from '../math/random.ts'
import { layoutOf, type Layout } from '../models/index.ts'
import { findRule, type UpdateRule } from '../optimizers/index.ts'
import { createBatches } from './batches.ts'
import type { CreateEngine, Evaluation, Part } from './engine.ts'
import type { Problem } from './problem.ts'
import { createSchedule, type Schedule } from './schedule.ts'

/** A half-open range of indices. */
export type Range = readonly [from: number, to: number]

export interface TrainerOptions {
  readonly spec: ExperimentSpec
  /** Which of the spec's lanes and seeds this trainer runs. */
  readonly lanes: Range
  readonly seeds: Range
  /** One per seed of the range. */
  readonly problems: readonly Problem[]
  readonly createEngine: CreateEngine
  /** A clock in milliseconds, for the metrics' seconds alone. */
  readonly now: () => number
}

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

/** One run's parameters when its share of the race ended. */
export interface RunEnd {
  /** The run's index in the race, lane-major. */
  readonly run: number
  /** Flat, as `layoutOf` lays them out. */
  readonly parameters: Float64Array
}

/** Trains a rectangle of runs in lockstep. Recording never changes a number. */
export interface Trainer {
  /** Each run's index in the whole race. */
  readonly runs: Uint32Array
  readonly schedule: Schedule
  /** Steps done. */
  readonly step: number
  /** Steps the budget asks for. */
  readonly steps: number
  /** Takes one step of every run, also beyond the budget; returns what it recorded, if it did. */
  advance(): Point | undefined
  /** Sets a new budget; the step that was last stays recorded. */
  setSteps(steps: number): void
  /** Copies of the parameters as they stand. */
  parameters(): RunEnd[]
  /** Tensors the engine holds, to find leaks. */
  tensorCount(): number
  dispose(): void
}

/** One lane's rule at work on all of its seeds, whose parameters lie one behind the other. */
interface Lane {
  readonly rule: UpdateRule
  readonly hyper: Readonly<Record<string, number>>
  readonly parameters: Float64Array
  readonly gradients: Float64Array
  /** By key, each as long as the parameters. */
  readonly slots: Readonly<Record<string, Float64Array>>
}

export function createTrainer(options: TrainerOptions): Trainer {
  const { spec, problems, now } = options
  const [first] = problems
  if (!first) throw new Error('a trainer needs at least one seed')
  const layout = layoutOf(spec.model, first.inputs, first.outputs)
  const seeds = spec.seeds.slice(...options.seeds)
  const laneSpecs = spec.lanes.slice(...options.lanes)
  const count = laneSpecs.length * seeds.length
  const { size } = layout
  const runs = Uint32Array.from({ length: count }, (_, index) => {
    const lane = options.lanes[0] + Math.floor(index / seeds.length)
    return lane * spec.seeds.length + options.seeds[0] + (index % seeds.length)
  })

  const parameters = new Float64Array(count * size)
  const gradients = new Float64Array(count * size)
  const losses = new Float64Array(count)
  seeds.forEach((seed, index) => {
    const start = startParameters(spec, layout, seed)
    for (let lane = 0; lane < laneSpecs.length; lane++) {
      parameters.set(start, (lane * seeds.length + index) * size)
    }
  })
  const lanes = laneSpecs.map((lane, index): Lane => {
    const rule = findRule(lane.optimizer, lane.convention)
    if (!rule) throw new Error(`no rule for ${lane.optimizer} (${lane.convention})`)
    const from = index * seeds.length * size
    const to = from + seeds.length * size
    const slots = rule.slots.map(({ key, initial = 0 }) => {
      return [key, new Float64Array(to - from).fill(initial)] as const
    })
    return {
      rule,
      hyper: lane.hyper,
      parameters: parameters.subarray(from, to),
      gradients: gradients.subarray(from, to),
      slots: Object.fromEntries(slots),
    }
  })

  const rows = first.train.count
  const schedule = createSchedule(spec, rows)
  const batches = createBatches({
    seeds,
    rows,
    batch: schedule.batch,
    orders: spec.start?.batches,
  })
  const batch = new Int32Array(seeds.length * schedule.batch)
  const engine = options.createEngine({
    model: spec.model,
    loss: spec.loss,
    lanes: laneSpecs.length,
    problems,
  })

  const wants = (...names: Metric[]): boolean =>
    names.some((name) => spec.record.metrics.includes(name))
  const classes = first.classNames.length
  const { state } = spec.record
  const keepsBefore = state || wants('updateNorm')
  const before = keepsBefore ? new Float64Array(parameters.length) : parameters

  let step = 0
  let { steps } = schedule
  let milliseconds = 0

  const evaluatePart = (part: Part): Evaluation | undefined => {
    const accuracy = wants(part === 'train' ? 'trainAccuracy' : 'validationAccuracy')
    const confusion = state && part === 'validation' && classes > 0 && first.validation.count > 0
    if (accuracy || confusion) return engine.evaluate(parameters, part, 'classes')
    const loss = wants(part === 'train' ? 'trainLoss' : 'validationLoss')
    return loss ? engine.evaluate(parameters, part, 'loss') : undefined
  }

  const measure = (train?: Evaluation, validation?: Evaluation): Point['metrics'] => {
    const all: Record<Metric, () => Float64Array | undefined> = {
      batchLoss: () => losses.slice(),
      trainLoss: () => train?.losses,
      trainAccuracy: () => train?.accuracies,
      validationLoss: () => validation?.losses,
      validationAccuracy: () => validation?.accuracies,
      gradientNorm: () => norms(count, size, (at) => gradients[at]!),
      updateNorm: () => norms(count, size, (at) => parameters[at]! - before[at]!),
    }
    return Object.fromEntries(spec.record.metrics.map((metric) => [metric, all[metric]()]))
  }

  /** A run's slots, one behind the other as the rule declares them. */
  const slotsOf = (index: number): Float64Array<ArrayBuffer> => {
    const lane = lanes[Math.floor(index / seeds.length)]!
    const at = (index % seeds.length) * size
    const result = new Float64Array(lane.rule.slots.length * size)
    lane.rule.slots.forEach(({ key }, slot) => {
      result.set(lane.slots[key]!.subarray(at, at + size), slot * size)
    })
    return result
  }

  const snapshots = (
    slotsBefore: readonly Float64Array<ArrayBuffer>[],
    validation?: Evaluation,
  ): Snapshot[] =>
    Array.from(runs, (run, index) => {
      const of = (values: Float64Array): Float64Array<ArrayBuffer> =>
        values.slice(index * size, (index + 1) * size)
      const cells = classes * classes
      return {
        run,
        step,
        before: { parameters: of(before), slots: slotsBefore[index]! },
        gradients: of(gradients),
        after: { parameters: of(parameters), slots: slotsOf(index) },
        confusion:
          validation?.confusion.slice(index * cells, (index + 1) * cells) ?? new Uint32Array(),
      }
    })

  return {
    runs,
    schedule,
    get step() {
      return step
    },
    get steps() {
      return steps
    },
    advance() {
      const started = now()
      const recorded = step + 1 === steps || schedule.isPoint(step + 1)
      const rowCount = batches.next(batch)
      const asked = recorded && wants('batchLoss') ? losses : undefined
      engine.gradients(parameters, batch, rowCount, gradients, asked)
      if (recorded && keepsBefore) before.set(parameters)
      const slotsBefore = recorded && state ? Array.from(runs, (_, index) => slotsOf(index)) : []
      step++
      for (const lane of lanes) {
        lane.rule.step(lane.parameters, lane.gradients, lane.slots, lane.hyper, step)
      }
      milliseconds += now() - started
      if (!recorded) return undefined
      const train = evaluatePart('train')
      const validation = evaluatePart('validation')
      return {
        step,
        samples: schedule.samplesAt(step),
        seconds: milliseconds / 1000,
        metrics: measure(train, validation),
        snapshots: state ? snapshots(slotsBefore, validation) : [],
      }
    },
    setSteps(next) {
      steps = next
    },
    parameters() {
      return Array.from(runs, (run, index) => ({
        run,
        parameters: parameters.slice(index * size, (index + 1) * size),
      }))
    },
    tensorCount: () => engine.tensorCount(),
    dispose: () => engine.dispose(),
  }
}

/**
 * One seed's start, the same for every lane: normal weights, zero biases, unless the spec writes
 * the start down.
 */
export function startParameters(spec: ExperimentSpec, layout: Layout, seed: number): Float64Array {
  if (spec.start) return Float64Array.from(spec.start.parameters)
  const random = createRandom(seed, 'weights')
  const start = new Float64Array(layout.size)
  for (const { weights, biases } of layout.layers) {
    for (let at = weights; at < biases; at++) start[at] = spec.model.deviation * random.normal()
  }
  return start
}

/** Euclidean norm of each run's part of a flat vector. */
function norms(runs: number, size: number, at: (index: number) => number): Float64Array {
  return Float64Array.from({ length: runs }, (_, run) => {
    let squares = 0
    for (let i = run * size; i < (run + 1) * size; i++) squares += at(i) ** 2
    return Math.sqrt(squares)
  })
}
