import { laneProgram } from './lane-program.ts'
import type { LaneSpec } from '../experiment/spec.ts'
import { tensorsOf, type Layout } from '../models.ts'
import {
  programOf,
  slotBytes,
  slotSize,
  startSlot,
  type HyperValues,
  type RuleLine,
  type UpdateRule,
} from '../optimizers/index.ts'
import type { RunNumbers } from '../rules/interpret.ts'
import { ruleOf } from '../own/lane.ts'
import { dividesByNothing, firstFault } from './blame.ts'
import { createPoint, createStepper, stepperBytes, type Arena } from '../rules/stepper.ts'
import { isConstant, rateOf } from '../schedules/index.ts'

/**
 * Parameters of several short runs that are stepped in one go, at most. More would leave the fastest
 * cache between one pass over them and the next: gradient, update and what is measured of both.
 */
const mostAtOnce = 4096

/** Looks at runs while they step: at few enough at a time that their numbers are at hand. */
export interface StepObserver {
  /**
   * Some runs have their gradients, and are about to be updated.
   *
   * @param from the first of them, by its place in the stack
   * @param to after the last
   */
  before(from: number, to: number): void
  /** The same runs have been updated. */
  after(from: number, to: number): void
}

/** One lane at work on all of its seeds, whose parameters lie one after the other. */
export interface Lane {
  readonly rule: UpdateRule
  readonly hyper: HyperValues
  /** Whether a compiled kernel takes its steps; else its program is interpreted. */
  readonly compiled: boolean
  /** By key, each its seeds' numbers one after the other. */
  readonly slots: Readonly<Record<string, Float64Array>>
  /** Writes where step t wants its gradient taken, if the rule looks ahead. @param t from 1 */
  lookAhead(t: number): void
  /** Writes where the loss is to be evaluated after the last step, if the rule averages. */
  average(): void
  /** Of each of its runs, three numbers: sums of squares of the last step, of the parameters before it and after. */
  readonly measures: Float64Array
  /** @param t from 1 */
  update(t: number, observer?: StepObserver): void
  /** The learning rate of the last step; NaN for a rule without one. */
  rate(): number
  /** Its own rate, from which its schedule starts; NaN for a rule without one. */
  ownRate(): number
  /** Another rate of its own from the next step on; the schedule goes on from it. */
  setRate(rate: number): void
  /**
   * Whether ordinary numbers can become others within one step: it is a rule of one's own, or divides
   * by what may be 0.
   */
  readonly fragile: boolean
  /**
   * Takes the last step of one run again, line by line.
   *
   * @param run what stood before it; changed
   * @returns the first line of its rule that yields what is not finite; undefined where none does, or
   *   clipping or decay did before
   */
  blame(run: RunNumbers): RuleLine | undefined
  /** Takes one seed's run out of every later step: its parameters and slots stay as they are. */
  leave(seed: number): void
}

/** Where a lane's runs lie; all arrays are from the same arena. */
export interface LaneArrays {
  readonly arena: Arena
  /** `[seeds × layout.size]`, which its steps change. */
  readonly parameters: Float64Array
  /** Likewise, which clipping and coupled decay change. */
  readonly gradients: Float64Array
  /** Likewise, where the gradients are to be taken; the parameters themselves if the rule does not look ahead. */
  readonly future: Float64Array
  /** Likewise, where the loss is to be evaluated. */
  readonly average: Float64Array
}

/** Bytes that a lane takes from the arena besides these arrays, at most. */
export function laneBytes(spec: LaneSpec, layout: Layout, seeds: number): number {
  const tensors = tensorsOf(layout)
  const steppers = 3 * stepperBytes(layout.size, seeds, tensors.length)
  return slotBytes(demandRule(spec).slots, tensors, seeds) + steppers
}

function demandRule(spec: LaneSpec): UpdateRule {
  const rule = ruleOf(spec)
  if (!rule) throw new Error(`no rule for ${spec.optimizer} (${spec.convention})`)
  return rule
}

/**
 * @param steps the budget
 * @param first its first run's place in the stack
 */
export function createLane(
  spec: LaneSpec,
  layout: Layout,
  { arena, parameters, gradients, future, average }: LaneArrays,
  steps: number,
  first = 0,
): Lane {
  const rule = demandRule(spec)
  const hyper = { ...spec.hyper }
  const tensors = tensorsOf(layout)
  const seeds = parameters.length / layout.size
  const slots = Object.fromEntries(
    rule.slots.map((slot) => {
      const values = arena.floats(seeds * slotSize(slot, tensors))
      return [slot.key, startSlot(values, slot, hyper, parameters, tensors)]
    }),
  )
  const arrays = { parameters, gradients, slots, tensors, arena }
  const whole = laneProgram(spec, programOf(rule, hyper))
  const stepper = createStepper({ ...arrays, program: whole.program, keep: whole.keep })
  const { gradientAt, evaluateAt } = whole.program
  const lookAhead = gradientAt && createPoint({ ...arrays, point: gradientAt, into: future })
  const evaluate = evaluateAt && createPoint({ ...arrays, point: evaluateAt, into: average })
  const underway = new Array<boolean>(seeds).fill(true)
  let stretches = stretchesOf(underway, layout.size)
  const scheduled = isConstant(spec.schedule) ? undefined : rateOf(spec.schedule, steps)
  const numbers: Record<string, number | boolean> = { ...hyper, ...whole.numbers }
  /** The lane's own rate, from which the schedule starts. */
  let base = Number(hyper.lr ?? NaN)
  let rate = base

  /** Fetches the rate of step t. */
  const turnTo = (t: number): void => {
    rate = scheduled ? scheduled(base, t - 1) : base
    numbers.t = t
    if (Number.isNaN(base)) return
    hyper.lr = rate
    numbers.lr = rate
  }
  turnTo(1)

  return {
    rule,
    hyper,
    slots,
    compiled: stepper.compiled,
    measures: stepper.measures,
    average: () => evaluate?.(numbers, 0, underway.length),
    lookAhead(t) {
      if (!lookAhead) return
      turnTo(t)
      for (const [from, to] of stretches) lookAhead(numbers, from, to)
    },
    update(t, observer) {
      turnTo(t)
      for (const [from, to] of stretches) {
        observer?.before(first + from, first + to)
        stepper.step(numbers, from, to)
        observer?.after(first + from, first + to)
      }
    },
    rate: () => rate,
    ownRate: () => base,
    setRate(next) {
      if (Number.isNaN(base)) {
        throw new Error(`${spec.optimizer} (${spec.convention}) has no learning rate`)
      }
      base = next
      // A constant rate holds at once; a scheduled one from its next step on.
      if (!scheduled) turnTo(1)
    },
    fragile: spec.rule !== undefined || dividesByNothing(whole.program, numbers),
    blame: (run) => firstFault(rule, whole, tensors, run, numbers),
    leave(seed) {
      underway[seed] = false
      stretches = stretchesOf(underway, layout.size)
    },
  }
}

export function laneLooksAhead(spec: LaneSpec): boolean {
  return programOf(demandRule(spec), spec.hyper).gradientAt !== undefined
}

/** Whether a lane's loss is evaluated elsewhere than at its parameters. */
export function laneAverages(spec: LaneSpec): boolean {
  return programOf(demandRule(spec), spec.hyper).evaluateAt !== undefined
}

/** The runs under way, in half-open stretches of one run or of `mostAtOnce` parameters, whichever is more. */
function stretchesOf(underway: readonly boolean[], size: number): [from: number, to: number][] {
  const most = Math.max(1, Math.floor(mostAtOnce / size))
  const stretches: [number, number][] = []
  for (let from = 0, to = 0; to < underway.length; from = to) {
    while (from < underway.length && !underway[from]) from++
    to = from
    while (to < underway.length && to < from + most && underway[to]) to++
    if (to === from) break
    stretches.push([from, to])
  }
  return stretches
}
