import type { RunEvent } from '../contract/stream.ts'
import { partsOf, stretchOf, type Part } from '../experiment/parts.ts'
import type { ExperimentSpec } from '../experiment/spec.ts'
import { layoutOf } from '../models.ts'
import { createBatches } from './batches.ts'
import type { Checkpoint, Resumption } from './checkpoint.ts'
import type { CreateEngine } from './engine.ts'
import type { Problem } from './problem.ts'
import { createRecorder, type Point, type Recorded } from './recorder.ts'
import { createDivergenceWatch, type Diverged } from './divergence.ts'
import type { StepObserver } from './lane.ts'
import { createSchedule, type Schedule } from './schedule.ts'
import { createStack, type Range } from './stack.ts'
import { createStopRules } from './stopping.ts'
import { createStripRecorder } from './strips.ts'

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
  /** Goes on where a trainer of the same experiment, table and rectangle left off. */
  readonly resume?: Resumption
}

/** One run's parameters when it, or its share of the race, ended. */
export interface RunEnd {
  /** The run's index in the race, lane-major. */
  readonly run: number
  /** The last step it took. */
  readonly step: number
  /** Where its loss is evaluated; flat, as `layoutOf` lays them out. */
  readonly parameters: Float64Array
  /** Which stretch of the parameters these are. @default all of them */
  readonly part?: Part
}

/**
 * Trains a rectangle of runs in lockstep. Recording never changes a number. A run that its spec's
 * early stop ends keeps the parameters it then had; no other run feels it.
 */
export interface Trainer {
  /** Each run's index in the whole race. */
  readonly runs: Uint32Array
  readonly schedule: Schedule
  /** Steps done. */
  readonly step: number
  /** Steps the budget asks for. */
  readonly steps: number
  /** Whether the early stop has ended every run: no step will change anything. */
  readonly over: boolean
  /** What is recorded before the first step: where paths start. Undefined if nobody asks. */
  start(): Point | undefined
  /**
   * Takes one step of every run under way, also beyond the budget.
   *
   * @returns what it recorded and what happened; undefined if it recorded nothing and nothing did
   */
  advance(): Point | undefined
  /**
   * Sets a new budget; the step that was last stays recorded. Schedules that last as long as the budget
   * keep to the one the race began with, as they promised: what is trained beyond it is trained at the
   * rate on which they ended.
   */
  setSteps(steps: number): void
  /**
   * Gives a lane another learning rate from the next step on; its schedule goes on from it.
   *
   * @param lane index within this trainer's lanes
   */
  setRate(lane: number, rate: number): void
  /** Copies of the parameters as they stand. */
  parameters(): RunEnd[]
  /**
   * The parameters as they stand, copied a stretch at a time, as they are asked for: while they are, no
   * step may be taken.
   *
   * @param longest numbers of a stretch
   */
  stretches(longest?: number): Generator<RunEnd, void, void>
  /** A copy of all that the next step depends on. */
  checkpoint(): Checkpoint
  /** Numbers that a checkpoint holds, about. */
  readonly weight: number
  /** Tensors the engine holds, to find leaks. */
  tensorCount(): number
  dispose(): void
}

/** What a step that is no recorded point records. */
const nothing: Recorded = { runs: new Uint32Array(), metrics: {}, snapshots: [], paths: [] }

/** @throws RangeError when the checkpoint to resume from is of another experiment */
export function createTrainer(options: TrainerOptions): Trainer {
  const { spec, problems, now, resume } = options
  const checkpoint = resume?.checkpoint
  const [first] = problems
  if (!first) throw new Error('a trainer needs at least one seed')
  const layout = layoutOf(spec.model, first.inputs, first.outputs)
  const lanes = options.lanes[1] - options.lanes[0]
  const seeds = spec.seeds.slice(...options.seeds)
  const rows = first.train.count
  const schedule = createSchedule(spec, rows)
  const stack = createStack(spec, layout, options.lanes, options.seeds, schedule.steps)
  const { runs, size, gradients } = stack
  if (checkpoint) demandFit(checkpoint, runs.length)
  if (checkpoint) stack.restore(checkpoint.stack)
  const batches = createBatches({
    seeds,
    rows,
    batch: schedule.batch,
    orders: spec.start?.batches,
    resume: checkpoint?.batches,
  })
  const batch = new Int32Array(seeds.length * schedule.batch)
  const engine = options.createEngine({
    model: spec.model,
    loss: spec.loss,
    lanes,
    problems,
    arena: stack.arena,
  })
  // Of each lane the first of the race's seeds, wherever that is trained.
  const firsts =
    options.seeds[0] === 0 ? Array.from({ length: lanes }, (_, lane) => lane * seeds.length) : []
  const followed = spec.record.paths ? firsts : []
  const watch = createDivergenceWatch(stack, checkpoint?.watch)
  const recorder = createRecorder(spec, stack, first, engine, watch, followed)
  const strips =
    spec.record.strips && firsts.length > 0
      ? createStripRecorder(stack, layout, firsts, schedule.steps)
      : undefined
  const rules = createStopRules(spec.stop, runs.length, checkpoint?.stop)

  let step = checkpoint?.step ?? 0
  let steps = resume?.steps ?? schedule.steps
  let milliseconds = checkpoint?.milliseconds ?? 0
  /** Rates that were changed after steps still to come. */
  const changes = (resume?.rates ?? []).filter((change) => change.step >= step)
  let changed = 0
  /** Ends of earlier budgets. */
  const budgetEnds = new Set(resume?.points)
  /** Places in the stack of the runs that have not ended, ascending. */
  let underway = Array.from(runs, (_, index) => index)
  /** The last step of those that have. */
  const ends = new Map<number, number>()

  const end = (index: number, last = step): void => {
    underway = underway.filter((each) => each !== index)
    ends.set(index, last)
    stack.leave(index)
    watch.leave(index)
  }
  for (const { index, step: last } of checkpoint?.ended ?? []) end(index, last)

  const isPoint = (at: number): boolean =>
    at === steps || schedule.isPoint(at) || budgetEnds.has(at)

  const changeRates = (): void => {
    while (changed < changes.length && changes[changed]!.step <= step) {
      const { lane, rate } = changes[changed++]!
      stack.setRate(lane, rate)
    }
  }

  /** Rows of the batch whose gradients were just taken. */
  let count = 0
  /** Their losses, where they are known. */
  let losses: Float64Array | undefined
  /** Whether the step is a recorded point. */
  let recorded = false
  /** Whether it is looked into. */
  let stripped = false
  let diverged: Diverged[] = []

  /** The losses once more, of the runs that have not been updated yet. */
  const batchLosses = (): Float64Array => {
    const values = new Float64Array(runs.length)
    const again = new Float64Array(gradients.length)
    engine.gradients(stack.measuredAt(step + 1), batch, count, again, values)
    return values
  }
  const lossesNow = (): Float64Array => (losses ??= batchLosses())

  const observer: StepObserver = {
    before(from, to) {
      watch.beforeUpdate(lossesNow, from, to)
      if (recorded) recorder.before(from, to)
      if (stripped) strips?.before(from, to)
    },
    after(from, to) {
      if (recorded) recorder.after(from, to)
      const found = watch.afterUpdate(from, to)
      if (found.length > 0) diverged = [...diverged, ...found]
    },
  }

  /** Ends the runs that diverged in the step just taken, if that ends them. */
  const takeDiverged = (): RunEvent[] => {
    const found = diverged
    diverged = []
    return found.map(({ index, divergence }) => {
      const ends = spec.stop.diverged
      if (ends) end(index)
      return { run: runs[index]!, step, kind: 'diverged', ends, divergence }
    })
  }

  /** Ends the runs that have come far enough by what they just recorded, or no longer get on. */
  const judge = (recorded: Recorded): RunEvent[] => {
    if (!spec.stop.target && !spec.stop.patience) return []
    const events: RunEvent[] = []
    const rows = new Map(Array.from(recorded.runs, (run, row) => [run, row]))
    for (const index of underway) {
      const run = runs[index]!
      const row = rows.get(run)!
      const kind = rules.judge(index, (metric) => recorded.metrics[metric]?.[row] ?? NaN)
      if (!kind) continue
      end(index)
      events.push({ run, step, kind, ends: true })
    }
    return events
  }

  function* stretches(longest?: number): Generator<RunEnd, void, void> {
    const ended = stack.evaluatedAt()
    for (const [index, run] of runs.entries()) {
      const own = ended.subarray(index * size, (index + 1) * size)
      for (const part of partsOf(size, longest)) {
        const stretch = own.slice(...stretchOf(size, part))
        yield { run, step: ends.get(index) ?? step, parameters: stretch, ...(part && { part }) }
      }
    }
  }

  return {
    runs,
    schedule,
    get step() {
      return step
    },
    get steps() {
      return steps
    },
    get over() {
      return underway.length === 0
    },
    start() {
      if (followed.length === 0) return undefined
      return { step: 0, samples: 0, seconds: 0, ...recorder.start(), events: [] }
    },
    advance() {
      const started = now()
      changeRates()
      recorded = isPoint(step + 1)
      stripped = strips?.wants(step + 1) ?? false
      losses = recorded ? recorder.losses : undefined
      count = batches.next(batch)
      engine.gradients(stack.measuredAt(step + 1), batch, count, gradients, losses)
      const runners = underway
      stack.update(step + 1, observer)
      step++
      const events = takeDiverged()
      milliseconds += now() - started
      const inside = stripped ? strips?.take(step, runners) : undefined
      if (!recorded && events.length === 0 && !inside) return undefined
      const point = recorded ? recorder.record(step, runners) : nothing
      const judged = recorded ? judge(point) : []
      return {
        step,
        samples: schedule.samplesAt(step),
        seconds: milliseconds / 1000,
        ...point,
        events: [...events, ...judged],
        ...(inside && { strips: inside }),
      }
    },
    setSteps(next) {
      steps = next
    },
    setRate(lane, rate) {
      // What was changed before comes before.
      changeRates()
      stack.setRate(lane, rate)
    },
    parameters() {
      return [...stretches(Infinity)]
    },
    stretches,
    weight: stack.lanes.reduce(
      (sum, { slots }) => Object.values(slots).reduce((all, { length }) => all + length, sum),
      stack.parameters.length,
    ),
    checkpoint: () => ({
      version: 1,
      step,
      milliseconds,
      stack: stack.state(),
      batches: batches.state(),
      watch: watch.state(),
      stop: rules.state(),
      ended: Array.from(ends, ([index, last]) => ({ index, step: last })),
    }),
    tensorCount: () => engine.tensorCount(),
    dispose: () => engine.dispose(),
  }
}

/** The rest is held against the stack and the batches by themselves. */
function demandFit({ watch, stop, ended }: Checkpoint, runs: number): void {
  const perRun = [
    ...[watch.watched, watch.stepped, watch.rates, watch.gradients],
    ...[stop.best, stop.waited],
  ]
  const fits =
    perRun.every(({ length }) => length === runs) && ended.every(({ index }) => index < runs)
  if (!fits) throw new RangeError('the checkpoint is of another number of runs')
}
