import { UnsupportedError } from './graph.ts'
import { listing } from './listing.ts'
import { hasSimd } from './wasm.ts'
import { createWalker, type Ground, type Walked, type Walker } from './walk.ts'
import { looksAhead, programOf } from './rule-program.ts'
import { createRuleState, oneVector, startSlot } from './rule-state.ts'
import type { HyperValues, UpdateRule } from './rule.ts'

/** Walks a rule over two parameters from a start. What it yields is valid until the next walk. */
export type RuleWalk = (ground: Ground, start: readonly [number, number], steps: number) => Walked

type Prepared = (hyper: HyperValues) => RuleWalk

/** Compiled walks of each rule, by the lines of its program that hold. */
const known = new WeakMap<UpdateRule, Map<string, Prepared>>()

export function ruleWalk(rule: UpdateRule, hyper: HyperValues, compiled = true): RuleWalk {
  if (!compiled) return interpretedWalk(rule)(hyper)
  const program = programOf(rule, hyper)
  const key = listing(program)
  let walks = known.get(rule)
  if (!walks) known.set(rule, (walks = new Map()))
  let prepared = walks.get(key)
  if (!prepared) {
    prepared = compiledWalk(rule, hyper) ?? interpretedWalk(rule)
    walks.set(key, prepared)
  }
  return prepared(hyper)
}

function compiledWalk(rule: UpdateRule, first: HyperValues): Prepared | undefined {
  if (!hasSimd()) return undefined
  const slots = rule.slots.map(({ key }) => key)
  let walker: Walker
  try {
    walker = createWalker(programOf(rule, first), slots)
  } catch (error) {
    if (error instanceof UnsupportedError) return undefined
    throw error
  }
  return (hyper) => (ground, start, steps) => {
    const starts = rule.slots.map((slot) =>
      startSlot(new Float64Array(2), slot, hyper, start, oneVector(2)),
    )
    return walker(ground, start, starts, hyper, steps)
  }
}

function interpretedWalk(rule: UpdateRule): Prepared {
  const ahead = looksAhead(rule)
  return (hyper) => (ground, start, steps) => {
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
    for (; done < steps; done++) {
      const at = ahead ? state.gradientPoint(done + 1) : parameters
      ground.gradient(at[0]!, at[1]!, gradients, done + 1)
      given.set(gradients, done * 2)
      state.step(done + 1)
      const value = ground.value(parameters[0]!, parameters[1]!)
      if (!Number.isFinite(parameters[0]! + parameters[1]! + value)) break
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
    }
  }
}
