import type { ExperimentSpec } from '../experiment/spec.ts'
import { layoutOf } from '../models/index.ts'
import { createBatches } from './batches.ts'
import type { CreateEngine } from './engine.ts'
import type { Problem } from './problem.ts'
import { createRecorder, type Point } from './recorder.ts'
import { createSchedule, type Schedule } from './schedule.ts'
import { createStack, type Range } from './stack.ts'

export type { Point } from './recorder.ts'
export type { Range } from './stack.ts'

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
  /**
   * Sets a new budget; the step that was last stays recorded. Schedules that last as long as the budget
   * keep to the one the race began with, as they promised: what is trained beyond it is trained at the
   * rate on which they ended.
   */
  setSteps(steps: number): void
  /** Copies of the parameters as they stand. */
  parameters(): RunEnd[]
  /** Tensors the engine holds, to find leaks. */
  tensorCount(): number
  dispose(): void
}

export function createTrainer(options: TrainerOptions): Trainer {
  const { spec, problems, now } = options
  const [first] = problems
  if (!first) throw new Error('a trainer needs at least one seed')
  const layout = layoutOf(spec.model, first.inputs, first.outputs)
  const seeds = spec.seeds.slice(...options.seeds)
  const rows = first.train.count
  const schedule = createSchedule(spec, rows)
  const stack = createStack(spec, layout, options.lanes, options.seeds, schedule.steps)
  const { runs, size, parameters, gradients } = stack
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
    lanes: options.lanes[1] - options.lanes[0],
    problems,
  })
  const recorder = createRecorder(spec, stack, first, engine)

  let step = 0
  let { steps } = schedule
  let milliseconds = 0

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
      const count = batches.next(batch)
      engine.gradients(
        stack.measuredAt(step + 1),
        batch,
        count,
        gradients,
        recorded ? recorder.losses : undefined,
      )
      milliseconds += now() - started
      if (recorded) recorder.before()
      const updating = now()
      step++
      stack.update(step)
      milliseconds += now() - updating
      if (!recorded) return undefined
      return {
        step,
        samples: schedule.samplesAt(step),
        seconds: milliseconds / 1000,
        ...recorder.after(step),
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
