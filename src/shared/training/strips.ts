import type { StripPoint } from '../contract/stream.ts'
import { quantileOfSorted } from '../math/quantiles.ts'
import { tensorsOf, type Layout } from '../models.ts'
import type { UpdateRule } from '../optimizers/index.ts'
import type { StepObserver } from './lane.ts'
import type { Stack } from './stack.ts'

/*
 * What happens inside an optimizer from step to step, of each lane's first seed: of some weights
 * themselves, and of a sample of all as quartiles. Small enough to be kept of any race.
 */

/** Up to so many weights every one of a model is followed, … */
const mostWeights = 64
/** … else about so many, of all layers alike. */
const fewWeights = 12
/** The quartiles are those of at most so many weights. */
const mostSampled = 64
/** Numbers that are kept of a lane over its budget, at most. */
const mostNumbers = 2 ** 14
/** Steps that are kept of a lane over its budget, at most: a strip is not wider. */
const mostSteps = 120

/** What is recorded of every weight before the rule's slots. */
export const stripMeasures = ['gradient', 'step', 'rate'] as const

/** Numbers that stand before the weights' own: lower quartile, median, upper quartile of magnitudes. */
export const stripQuartiles = 3

/** @returns the rule's slots that hold a number per weight; a matrix of a whole tensor has none */
export function stripSlots({ slots }: UpdateRule): UpdateRule['slots'] {
  return slots.filter(({ square }) => square === undefined)
}

/** @returns how many quantities are recorded of a weight */
export function stripCount(rule: UpdateRule): number {
  return stripMeasures.length + stripSlots(rule).length
}

/** @returns the weights that are followed, by their flat index, ascending */
export function followedWeights(layout: Layout): number[] {
  if (layout.size <= mostWeights) return Array.from({ length: layout.size }, (_, index) => index)
  const matrices = tensorsOf(layout).filter(({ matrix }) => matrix)
  const each = Math.max(1, Math.floor(fewWeights / matrices.length))
  return matrices.flatMap(({ offset, rows, columns }) =>
    spaced(rows * columns, each).map((at) => offset + at),
  )
}

/** @returns so many of the first `size` numbers, evenly spaced, or all of them */
function spaced(size: number, most: number): number[] {
  const count = Math.min(size, most)
  return Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * size) / count))
}

/**
 * When a lane is looked into: at its first step, and then every so many. After the budget with which the
 * race began they lie twice as far apart each time it has doubled, so that a race may go on for long.
 *
 * @param quantities of the lane's rule
 * @param steps of that budget
 */
export function stripRhythm(
  layout: Layout,
  quantities: number,
  steps: number,
): (step: number) => boolean {
  const perStep = quantities * (stripQuartiles + followedWeights(layout).length)
  const most = Math.max(1, Math.min(mostSteps, Math.floor(mostNumbers / perStep)))
  const apart = Math.max(1, Math.ceil(steps / most))
  return (step) => {
    const doubled = step <= steps ? 1 : 2 ** Math.ceil(Math.log2(step / steps))
    return step === 1 || step % (apart * doubled) === 0
  }
}

/** Looks into lanes around a step, and changes nothing. */
export interface StripRecorder extends StepObserver {
  /** Whether any lane is to be looked into at a step. @param step from 1 */
  wants(step: number): boolean
  /**
   * What the step just taken comes to; to be asked only of one that was wanted.
   *
   * @param underway the runs that took it, by their place in the stack
   */
  take(step: number, underway: readonly number[]): StripPoint[]
}

/**
 * @param followed the runs to look into, by their place in the stack
 * @param steps of the budget with which the race began
 */
export function createStripRecorder(
  stack: Stack,
  layout: Layout,
  followed: readonly number[],
  steps: number,
): StripRecorder {
  const { size, parameters, gradients, runs } = stack
  const sample = spaced(size, mostSampled)
  const sampled = sample.length
  // Each place of the sample, then each weight that is followed.
  const places = Uint32Array.from([...sample, ...followedWeights(layout)])
  const count = places.length
  const perQuantity = stripQuartiles + count - sampled
  const lanes = followed.map((index) => {
    const { rule, slots } = stack.lanes[stack.laneOf(index)]!
    return {
      index,
      slots: stripSlots(rule).map(({ key }) => slots[key]!),
      wants: stripRhythm(layout, stripCount(rule), steps),
      before: new Float64Array(count),
    }
  })
  const sizes = new Float64Array(sampled)
  const [given, moved, rates, held] = [0, 1, 2, 3].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]

  /** Writes one quantity of all places: quartiles of the sample's magnitudes, then the followed weights. */
  const write = (into: Float64Array, at: number, values: Float64Array): void => {
    let finite = 0
    for (let place = 0; place < sampled; place++) {
      const value = Math.abs(values[place]!)
      if (Number.isFinite(value)) sizes[finite++] = value
    }
    const ascending = sizes.subarray(0, finite).sort()
    for (let part = 0; part < stripQuartiles; part++) {
      into[at + part] = rounded(quantileOfSorted(ascending, (part + 1) / 4))
    }
    for (let place = sampled; place < count; place++) {
      into[at + stripQuartiles + place - sampled] = rounded(values[place]!)
    }
  }

  return {
    wants: (step) => lanes.some((lane) => lane.wants(step)),
    before(from, to) {
      for (const { index, before } of lanes) {
        if (index < from || index >= to) continue
        const start = index * size
        for (let at = 0; at < count; at++) before[at] = parameters[start + places[at]!]!
      }
    },
    after: () => undefined,
    take(step, underway) {
      const going = new Set(underway)
      return lanes
        .filter(({ index, wants }) => wants(step) && going.has(index))
        .map(({ index, before, slots }): StripPoint => {
          const start = index * size
          for (let at = 0; at < count; at++) {
            const place = start + places[at]!
            given[at] = gradients[place]!
            moved[at] = parameters[place]! - before[at]!
            rates[at] = given[at] === 0 ? NaN : Math.abs(moved[at]! / given[at]!)
          }
          const values = new Float64Array((stripMeasures.length + slots.length) * perQuantity)
          let next = 0
          for (const quantity of [given, moved, rates])
            write(values, perQuantity * next++, quantity)
          for (const slot of slots) {
            // Each seed's numbers lie one after the other, and the first's come first.
            for (let at = 0; at < count; at++) held[at] = slot[places[at]!]!
            write(values, perQuantity * next++, held)
          }
          return { run: runs[index]!, step, values }
        })
    },
  }
}

const powers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent)

/** Seven digits are more than a picture shows, and half of what a log would hold. */
function rounded(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value
  const digits = 6 - Math.floor(Math.log10(Math.abs(value)))
  const power = powers[digits]
  // Writing the number out is slow, and left to those that are very large or small.
  return power === undefined ? Number(value.toPrecision(7)) : Math.round(value * power) / power
}
