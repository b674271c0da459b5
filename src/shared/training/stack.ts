import type { ExperimentSpec } from '../experiment/spec.ts'
import { createRandom } from '../math/random.ts'
import type { Layout } from '../models/index.ts'
import { findRule, slotStart, type HyperValues, type UpdateRule } from '../optimizers/index.ts'

/** A half-open range of indices. */
export type Range = readonly [from: number, to: number]

/** One lane's rule at work on all of its seeds, whose parameters lie one behind the other. */
interface Lane {
  readonly rule: UpdateRule
  readonly hyper: HyperValues
  readonly parameters: Float64Array
  readonly gradients: Float64Array
  /** By key, each as long as the parameters. */
  readonly slots: Readonly<Record<string, Float64Array>>
}

/** The state of a rectangle of runs: lane-major, each run's numbers side by side. */
export interface Stack {
  /** Each run's index in the whole race. */
  readonly runs: Uint32Array
  /** Parameters of one run. */
  readonly size: number
  /** `[runs × size]`, float64 masters. */
  readonly parameters: Float64Array
  /** `[runs × size]`, of the last step. */
  readonly gradients: Float64Array
  /** `[runs × size]`: where the next gradients are to be taken, the parameters unless a rule looks ahead. */
  measuredAt(): Float64Array
  /** Takes every lane's step. @param t from 1 */
  update(t: number): void
  /** A copy of one run's slots, one behind the other as the rule declares them. */
  slotsOf(index: number): Float64Array<ArrayBuffer>
}

/** Within one seed every lane starts from the same parameters. */
export function createStack(
  spec: ExperimentSpec,
  layout: Layout,
  laneRange: Range,
  seedRange: Range,
): Stack {
  const { size } = layout
  const seeds = spec.seeds.slice(...seedRange)
  const laneSpecs = spec.lanes.slice(...laneRange)
  const block = seeds.length * size
  const parameters = new Float64Array(laneSpecs.length * block)
  const gradients = new Float64Array(parameters.length)

  seeds.forEach((seed, index) => {
    const start = startParameters(spec, layout, seed)
    for (let lane = 0; lane < laneSpecs.length; lane++) {
      parameters.set(start, lane * block + index * size)
    }
  })

  const lanes = laneSpecs.map(({ optimizer, convention, hyper }, index): Lane => {
    const rule = findRule(optimizer, convention)
    if (!rule) throw new Error(`no rule for ${optimizer} (${convention})`)
    const slots = rule.slots.map((slot) => {
      return [slot.key, new Float64Array(block).fill(slotStart(slot, hyper))] as const
    })
    return {
      rule,
      hyper,
      parameters: parameters.subarray(index * block, (index + 1) * block),
      gradients: gradients.subarray(index * block, (index + 1) * block),
      slots: Object.fromEntries(slots),
    }
  })

  // Only a stack with a rule that looks ahead keeps its parameters twice.
  const looksAhead = lanes.some(({ rule }) => rule.ahead)
  const future = looksAhead ? new Float64Array(parameters.length) : parameters

  return {
    runs: Uint32Array.from({ length: laneSpecs.length * seeds.length }, (_, index) => {
      const lane = laneRange[0] + Math.floor(index / seeds.length)
      return lane * spec.seeds.length + seedRange[0] + (index % seeds.length)
    }),
    size,
    parameters,
    gradients,
    measuredAt() {
      if (!looksAhead) return parameters
      future.set(parameters)
      lanes.forEach(({ rule, parameters: at, slots, hyper }, index) => {
        rule.ahead?.(at, slots, hyper, future.subarray(index * block, (index + 1) * block))
      })
      return future
    },
    update(t) {
      for (const lane of lanes) {
        lane.rule.step(lane.parameters, lane.gradients, lane.slots, lane.hyper, t)
      }
    },
    slotsOf(index) {
      const { rule, slots } = lanes[Math.floor(index / seeds.length)]!
      const at = (index % seeds.length) * size
      const result = new Float64Array(rule.slots.length * size)
      rule.slots.forEach(({ key }, slot) => {
        result.set(slots[key]!.subarray(at, at + size), slot * size)
      })
      return result
    },
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
