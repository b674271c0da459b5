import { findClipping } from '../clipping/index.ts'
import type { LaneSpec } from '../experiment/spec.ts'
import type { Layout } from '../models/index.ts'
import { findRule, slotStart, type HyperValues, type UpdateRule } from '../optimizers/index.ts'
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
   * @param to behind the last
   */
  before(from: number, to: number): void
  /** The same runs have been updated. */
  after(from: number, to: number): void
}

/** One lane at work on all of its seeds, whose parameters lie one behind the other. */
export interface Lane {
  readonly rule: UpdateRule
  readonly hyper: HyperValues
  /** By key, each as long as the parameters. */
  readonly slots: Readonly<Record<string, Float64Array>>
  /** Writes where step t wants its gradient taken, if the rule looks ahead. @param t from 1 */
  lookAhead(t: number, into: Float64Array): void
  /** @param t from 1 */
  update(t: number, observer?: StepObserver): void
  /** The learning rate of the last step; NaN for a rule without one. */
  rate(): number
  /** Its own rate, from which its schedule starts; NaN for a rule without one. */
  ownRate(): number
  /** Another rate of its own from the next step on; the schedule goes on from it. */
  setRate(rate: number): void
  /** Takes one seed's run out of every later step: its parameters and slots stay as they are. */
  leave(seed: number): void
}

/** Runs side by side that step together. */
interface Stretch {
  /** Half-open, by their places in the stack. */
  readonly from: number
  readonly to: number
  readonly parameters: Float64Array
  readonly gradients: Float64Array
  readonly slots: Readonly<Record<string, Float64Array>>
  /** Each run's own part of the gradients. */
  readonly each: readonly Float64Array[]
}

/**
 * @param parameters `[seeds × layout.size]`, which its steps change
 * @param gradients likewise, which clipping and coupled decay change
 * @param steps the budget
 * @param first its first run's place in the stack
 */
export function createLane(
  spec: LaneSpec,
  layout: Layout,
  parameters: Float64Array,
  gradients: Float64Array,
  steps: number,
  first = 0,
): Lane {
  const { optimizer, convention, weightDecay } = spec
  const rule = findRule(optimizer, convention)
  if (!rule) throw new Error(`no rule for ${optimizer} (${convention})`)
  // A copy of its own: the rate in it changes from step to step.
  const hyper = { ...spec.hyper }
  const slots = Object.fromEntries(
    rule.slots.map((slot) => [
      slot.key,
      new Float64Array(parameters.length).fill(slotStart(slot, hyper)),
    ]),
  )
  const clip = clipperOf(spec, layout)
  const underway = new Array<boolean>(parameters.length / layout.size).fill(true)
  const all = { parameters, gradients, slots }
  let stretches = stretchesOf(underway, layout.size, all, first)
  const scheduled = isConstant(spec.schedule) ? undefined : rateOf(spec.schedule, steps)
  /** The lane's own rate, from which the schedule starts. */
  let base = Number(hyper.lr ?? NaN)
  let rate = base

  /** Fetches the rate of step t. */
  const turnTo = (t: number): void => {
    rate = scheduled ? scheduled(base, t - 1) : base
    if (!Number.isNaN(base)) hyper.lr = rate
  }
  turnTo(1)

  return {
    rule,
    hyper,
    slots,
    lookAhead(t, into) {
      if (!rule.ahead) return
      turnTo(t)
      rule.ahead(parameters, slots, hyper, into)
    },
    update(t, observer) {
      if (scheduled) turnTo(t)
      for (const stretch of stretches) {
        observer?.before(stretch.from, stretch.to)
        if (clip) for (const run of stretch.each) clip(run)
        if (weightDecay?.kind === 'coupled') {
          addDecay(stretch.gradients, stretch.parameters, weightDecay.rate)
        } else if (weightDecay) {
          shrink(stretch.parameters, 1 - rate * weightDecay.rate)
        }
        rule.step(stretch.parameters, stretch.gradients, stretch.slots, hyper, t)
        observer?.after(stretch.from, stretch.to)
      }
    },
    rate: () => rate,
    ownRate: () => base,
    setRate(next) {
      if (Number.isNaN(base)) throw new Error(`${optimizer} (${convention}) has no learning rate`)
      base = next
      // A constant rate is not fetched again at each step.
      if (!scheduled) turnTo(1)
    },
    leave(seed) {
      underway[seed] = false
      stretches = stretchesOf(underway, layout.size, all, first)
    },
  }
}

/** The runs under way, in stretches of one run or of `mostAtOnce` parameters, whichever is more. */
function stretchesOf(
  underway: readonly boolean[],
  size: number,
  { parameters, gradients, slots }: Pick<Stretch, 'parameters' | 'gradients' | 'slots'>,
  first: number,
): Stretch[] {
  const most = Math.max(1, Math.floor(mostAtOnce / size))
  const stretches: Stretch[] = []
  for (let from = 0, to = 0; to < underway.length; from = to) {
    while (from < underway.length && !underway[from]) from++
    to = from
    while (to < underway.length && to < from + most && underway[to]) to++
    if (to === from) break
    const part = (values: Float64Array): Float64Array => values.subarray(from * size, to * size)
    stretches.push({
      from: first + from,
      to: first + to,
      parameters: part(parameters),
      gradients: part(gradients),
      slots: Object.fromEntries(Object.entries(slots).map(([key, slot]) => [key, part(slot)])),
      each: Array.from({ length: to - from }, (_, run) =>
        gradients.subarray((from + run) * size, (from + run + 1) * size),
      ),
    })
  }
  return stretches
}

/** @returns what clips one run's gradient in place; undefined where nothing does */
function clipperOf(
  { clipping: choice }: LaneSpec,
  layout: Layout,
): ((gradient: Float64Array) => void) | undefined {
  if (!choice) return undefined
  const clipping = findClipping(choice.kind)
  if (!clipping) throw new Error(`no clipping ${choice.kind}`)
  const tensors = layout.layers.flatMap(({ biases, outputs }) => [biases, biases + outputs])
  return (gradient) => clipping.clip(gradient, tensors, choice.limit)
}

function addDecay(gradients: Float64Array, parameters: Float64Array, share: number): void {
  for (let i = 0; i < gradients.length; i++) gradients[i]! += share * parameters[i]!
}

function shrink(parameters: Float64Array, factor: number): void {
  for (let i = 0; i < parameters.length; i++) parameters[i]! *= factor
}
