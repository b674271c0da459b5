import type { ExperimentSpec } from '../experiment/spec.ts'
import { drawStart } from '../initial/index.ts'
import { createRandom } from '../math/random.ts'
import type { Layout } from '../models.ts'
import type { RuleLine } from '../optimizers/index.ts'
import type { RunNumbers } from '../rules/interpret.ts'
import { createArena, type Arena } from '../rules/stepper.ts'
import { engineBytes } from './engine.ts'
import { sumOfSquares } from './finite.ts'
import {
  createLane,
  laneBytes,
  laneAverages,
  laneLooksAhead,
  type Lane,
  type StepObserver,
} from './lane.ts'

/** A half-open range of indices. */
export type Range = readonly [from: number, to: number]

/** The state of a rectangle of runs: lane-major, each run's numbers side by side. */
export interface Stack {
  /** Where its arrays lie; it has room for an engine's. */
  readonly arena: Arena
  /** Each run's index in the whole race. */
  readonly runs: Uint32Array
  /** Parameters of one run. */
  readonly size: number
  /** `[runs × size]`, float64 masters. */
  readonly parameters: Float64Array
  /**
   * `[runs × size]`, of the last step. `update` clips them and adds coupled decay in place: after it
   * they are what the rules were given.
   */
  readonly gradients: Float64Array
  /**
   * Where the gradients of step t are to be taken, `[runs × size]`: the parameters unless a rule
   * looks ahead.
   *
   * @param t from 1
   */
  measuredAt(t: number): Float64Array
  /**
   * Takes every lane's step: clipping (each run by itself), coupled decay, decoupled decay, then the
   * rule at the rate that the lane's schedule gives this step.
   *
   * @param t from 1
   * @param observer sees every run that steps, in their order
   */
  update(t: number, observer?: StepObserver): void
  /**
   * Where each run's loss is to be evaluated, `[runs × size]`: the parameters unless a rule averages
   * them. Valid until the next call.
   */
  evaluatedAt(): Float64Array
  /** Sums of squares of the step that a run took last, and of its parameters before it and after. */
  measures(index: number): Readonly<Record<'step' | 'before' | 'after', number>>
  /** The sum of squares of one run's numbers, in an array `[runs × size]` of this stack. */
  squaresOf(values: Float64Array, index: number): number
  /** Each lane's learning rate at the last step (before the first, at that one); NaN for a rule without one. */
  rates(): Float64Array
  /**
   * Gives a lane another rate of its own, from the next step on: its schedule goes on where it is, from
   * this rate.
   *
   * @param lane index within this stack
   */
  setRate(lane: number, rate: number): void
  /** Takes a run out of every later update: its parameters and slots stay as they are. */
  leave(index: number): void
  /** The lane a run belongs to, by its index within this stack. */
  laneOf(index: number): number
  readonly lanes: readonly Pick<
    Lane,
    'rule' | 'hyper' | 'slots' | 'rate' | 'compiled' | 'fragile'
  >[]
  /** Copies of all that its next step depends on. */
  state(): StackState
  /** Takes that up again. @throws RangeError when it is of another stack */
  restore(state: StackState): void
  /** A copy of one run's slots, one after the other as the rule declares them. */
  slotsOf(index: number): Float64Array<ArrayBuffer>
  /**
   * Copies of one run's parameters, gradient and slots.
   *
   * @param into what was copied of another run of its lane; overwritten
   */
  numbersOf(index: number, into?: RunNumbers): RunNumbers
  /** {@link Lane.blame} of a run. */
  blame(index: number, before: RunNumbers): RuleLine | undefined
}

/** What the next step of a stack depends on, besides the runs that have left. */
export interface StackState {
  /** `[runs × size]`. */
  readonly parameters: Float64Array
  /** Each lane's slots, one after the other as its rule declares them, each its seeds' one after the other. */
  readonly slots: readonly Float64Array[]
  /** Each lane's own rate; NaN for a rule without one. */
  readonly rates: Float64Array
}

/**
 * Within one seed every lane starts from the same parameters.
 *
 * @param steps the budget, over which schedules without a length of their own run their course
 */
export function createStack(
  spec: ExperimentSpec,
  layout: Layout,
  laneRange: Range,
  seedRange: Range,
  steps: number,
): Stack {
  const { size } = layout
  const seeds = spec.seeds.slice(...seedRange)
  const laneSpecs = spec.lanes.slice(...laneRange)
  const block = seeds.length * size
  const length = laneSpecs.length * block
  // Only a stack with a rule that looks ahead keeps its parameters twice.
  const looksAhead = laneSpecs.some(laneLooksAhead)
  const own = laneSpecs.reduce((sum, lane) => sum + laneBytes(lane, layout, seeds.length), 0)
  const averages = laneSpecs.some(laneAverages)
  const vectors = 2 + Number(looksAhead) + Number(averages)
  const arena = createArena(
    vectors * (length * 8 + 16) + own + engineBytes(layout, laneSpecs.length * seeds.length),
  )
  const parameters = arena.floats(length)
  const gradients = arena.floats(length)
  const future = looksAhead ? arena.floats(length) : parameters
  const average = averages ? arena.floats(length) : parameters

  seeds.forEach((seed, index) => {
    const start = startParameters(spec, layout, seed)
    for (let lane = 0; lane < laneSpecs.length; lane++) {
      parameters.set(start, lane * block + index * size)
    }
  })

  const lanes = laneSpecs.map((lane, index) => {
    const own = (values: Float64Array): Float64Array =>
      values.subarray(index * block, (index + 1) * block)
    const arrays = {
      arena,
      parameters: own(parameters),
      gradients: own(gradients),
      future: own(future),
      average: own(average),
    }
    return createLane(lane, layout, arrays, steps, index * seeds.length)
  })

  const laneOf = (index: number): number => Math.floor(index / seeds.length)

  /** One run's part of its lane's slots, by key. */
  const slotPartsOf = (index: number): Record<string, Float64Array> => {
    const seed = index % seeds.length
    return Object.fromEntries(
      Object.entries(lanes[laneOf(index)]!.slots).map(([key, slot]) => {
        const length = slot.length / seeds.length
        return [key, slot.subarray(seed * length, (seed + 1) * length)]
      }),
    )
  }

  return {
    arena,
    runs: Uint32Array.from({ length: laneSpecs.length * seeds.length }, (_, index) => {
      const lane = laneRange[0] + Math.floor(index / seeds.length)
      return lane * spec.seeds.length + seedRange[0] + (index % seeds.length)
    }),
    size,
    parameters,
    gradients,
    measuredAt(t) {
      if (!looksAhead) return parameters
      future.set(parameters)
      for (const lane of lanes) lane.lookAhead(t)
      return future
    },
    update(t, observer) {
      for (const lane of lanes) lane.update(t, observer)
    },
    evaluatedAt() {
      if (!averages) return parameters
      average.set(parameters)
      for (const lane of lanes) lane.average()
      return average
    },
    measures(index) {
      const { measures } = lanes[laneOf(index)]!
      const at = 3 * (index % seeds.length)
      return { step: measures[at]!, before: measures[at + 1]!, after: measures[at + 2]! }
    },
    squaresOf(values, index) {
      const { vectors } = arena
      return vectors
        ? vectors.squares(values.byteOffset + index * size * 8, size)
        : sumOfSquares(values, index * size, (index + 1) * size)
    },
    rates: () => Float64Array.from(lanes, (lane) => lane.rate()),
    setRate(lane, rate) {
      lanes[lane]!.setRate(rate)
    },
    leave(index) {
      lanes[laneOf(index)]!.leave(index % seeds.length)
    },
    laneOf,
    lanes,
    state: () => ({
      parameters: parameters.slice(),
      slots: lanes.map(({ slots }) => joined(Object.values(slots))),
      rates: Float64Array.from(lanes, (lane) => lane.ownRate()),
    }),
    restore(state) {
      const fits =
        state.parameters.length === parameters.length &&
        state.rates.length === lanes.length &&
        state.slots.length === lanes.length &&
        lanes.every(({ slots }, lane) => state.slots[lane]!.length === lengthOf(slots))
      if (!fits) throw new RangeError('the state is of another stack')
      parameters.set(state.parameters)
      lanes.forEach((lane, index) => {
        let at = 0
        for (const slot of Object.values(lane.slots)) {
          slot.set(state.slots[index]!.subarray(at, (at += slot.length)))
        }
        const rate = state.rates[index]!
        if (!Number.isNaN(rate)) lane.setRate(rate)
      })
    },
    slotsOf: (index) => joined(Object.values(slotPartsOf(index))),
    numbersOf(index, into) {
      const copy = (values: Float64Array, old?: Float64Array): Float64Array => {
        old?.set(values)
        return old ?? values.slice()
      }
      const own = (values: Float64Array): Float64Array =>
        values.subarray(index * size, (index + 1) * size)
      const slots = Object.entries(slotPartsOf(index))
      return {
        parameters: copy(own(parameters), into?.parameters),
        gradients: copy(own(gradients), into?.gradients),
        slots: Object.fromEntries(slots.map(([key, part]) => [key, copy(part, into?.slots[key])])),
      }
    },
    blame: (index, before) => lanes[laneOf(index)]!.blame(before),
  }
}

function lengthOf(slots: Lane['slots']): number {
  return Object.values(slots).reduce((sum, { length }) => sum + length, 0)
}

function joined(parts: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const result = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}

/** One seed's start, the same for every lane: drawn, unless the spec writes it down. */
export function startParameters(spec: ExperimentSpec, layout: Layout, seed: number): Float64Array {
  if (spec.start) return Float64Array.from(spec.start.parameters)
  return drawStart(spec.model.initial, layout, createRandom(seed, 'weights'))
}
