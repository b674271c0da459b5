import { UnsupportedError } from './graph.ts'
import { listing } from './listing.ts'
import { hasSimd } from './wasm.ts'
import type { Ground } from './ground.ts'
import { createWalker, type Walked } from './walk.ts'
import { looksAhead, programOf } from './rule-program.ts'
import { createRuleState, oneVector, startSlot } from './rule-state.ts'
import type { HyperValues, UpdateRule } from './rule.ts'

/**
 * Walks a rule over two parameters from a start. What it yields is valid until the next walk.
 *
 * @param noise `[steps × 2]`, added to the gradients
 */
export type RuleWalk = (
  ground: Ground,
  start: readonly [number, number],
  steps: number,
  noise?: Float64Array,
) => Walked

type Prepared = (hyper: HyperValues) => RuleWalk

/** Of each rule, walks for the lines of its program that hold, and for hyper-parameters. */
const known = new WeakMap<
  UpdateRule,
  { readonly prepared: Map<string, Prepared>; readonly walks: Map<string, RuleWalk> }
>()

/** Walks that are kept of a rule: a hand that drags a rate goes through many values. */
const keptWalks = 32

export function ruleWalk(rule: UpdateRule, hyper: HyperValues, compiled = true): RuleWalk {
  if (!compiled) return interpretedWalk(rule)(hyper)
  let kept = known.get(rule)
  if (!kept) known.set(rule, (kept = { prepared: new Map(), walks: new Map() }))
  const { prepared, walks } = kept
  const values = JSON.stringify(hyper)
  let walk = walks.get(values)
  if (!walk) {
    const lines = listing(programOf(rule, hyper))
    const prepare = prepared.get(lines) ?? compiledWalk(rule, hyper) ?? interpretedWalk(rule)
    prepared.set(lines, prepare)
    // A copy: the caller's may change.
    walk = prepare({ ...hyper })
    if (walks.size >= keptWalks) walks.clear()
    walks.set(values, walk)
  }
  return walk
}

function compiledWalk(rule: UpdateRule, first: HyperValues): Prepared | undefined {
  if (!hasSimd()) return undefined
  const slots = rule.slots.map(({ key }) => key)
  let walker: ReturnType<typeof createWalker>
  try {
    walker = createWalker(programOf(rule, first), slots)
  } catch (error) {
    if (error instanceof UnsupportedError) return undefined
    throw error
  }
  return (hyper) => {
    const walk = walker(hyper)
    return (ground, start, steps, noise) => {
      const starts = rule.slots.map((slot) =>
        startSlot(new Float64Array(2), slot, hyper, start, oneVector(2)),
      )
      return walk(ground, start, starts, steps, noise)
    }
  }
}

function interpretedWalk(rule: UpdateRule): Prepared {
  const ahead = looksAhead(rule)
  return (hyper) => (ground, start, steps, noise) => {
    const state = createRuleState(rule, hyper, start, { compiled: false })
    const { parameters, gradients } = state
    const states = rule.slots.map(({ key }) => state.slots[key]!)
    const points = new Float64Array((steps + 1) * 2)
    const values = new Float64Array(steps + 1)
    const given = new Float64Array(steps * 2)
    const kept = states.map(({ length }) => new Float64Array((steps + 1) * length))
    points.set(start)
    values[0] = ground.value(start[0], start[1])
    states.forEach((slot, index) => kept[index]!.set(slot))
    let done = 0
    let failed: Walked['failed']
    for (; done < steps; done++) {
      const at = ahead ? state.gradientPoint(done + 1) : parameters
      const from = [at[0]!, at[1]!] as const
      ground.gradient(...from, gradients)
      if (noise) {
        gradients[0]! += noise[2 * done]!
        gradients[1]! += noise[2 * done + 1]!
      }
      const sloped = Number.isFinite(gradients[0]! + gradients[1]!)
      given.set(gradients, done * 2)
      state.step(done + 1)
      const value = ground.value(parameters[0]!, parameters[1]!)
      if (!Number.isFinite(parameters[0]! + parameters[1]! + value)) {
        failed = { from, sloped, to: [parameters[0]!, parameters[1]!] }
        break
      }
      points.set(parameters, (done + 1) * 2)
      values[done + 1] = value
      states.forEach((slot, index) => kept[index]!.set(slot, (done + 1) * slot.length))
    }
    return {
      steps: done,
      points: points.subarray(0, (done + 1) * 2),
      values: values.subarray(0, done + 1),
      gradients: given.subarray(0, done * 2),
      slots: kept.map((slot, index) => slot.subarray(0, (done + 1) * states[index]!.length)),
      ...(failed ? { failed } : {}),
    }
  }
}
