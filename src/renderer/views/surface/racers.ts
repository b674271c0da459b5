import {
  defaultHyper,
  type Convention,
  type HyperValues,
  type UpdateRule,
} from '#shared/optimizers/index.ts'
import { ruleOf } from '#shared/own/lane.ts'
import type { Ground } from '#shared/rules/ground.ts'
import { walk, type Trail } from '#shared/surfaces/walk.ts'
import type { Point } from '#shared/surfaces/index.ts'
import type { RacerSetting } from '#shared/surfaces/setting.ts'

/** One optimizer with its hyper-parameters, all of them allowed. */
export interface Racer {
  /** Its own on this page, for as long as the page lives. */
  readonly id: number
  readonly optimizer: string
  readonly convention: Convention
  /** Of one that a person wrote: its whole file. */
  readonly rule?: string | undefined
  /** Every hyper-parameter and flag of the rule. */
  readonly hyper: HyperValues
  readonly on: boolean
  /** How many racers of the same optimizer stand before it. */
  readonly rank: number
}

/** A racer and where it went. */
export interface Run {
  readonly racer: Racer
  readonly rule: UpdateRule
  readonly trail: Trail
}

let last = 0

/** @returns a racer with the rule's defaults where `hyper` says nothing; what the rule does not know is left out */
export function createRacer(
  optimizer: string,
  convention: Convention,
  hyper: HyperValues = {},
  on = true,
  own?: string,
): Racer {
  const rule = ruleOf({ optimizer, convention, rule: own })
  const known = Object.entries(rule ? defaultHyper(rule) : {}).map(([key, value]) => [
    key,
    hyper[key] ?? value,
  ])
  return {
    id: ++last,
    optimizer,
    convention,
    ...(own !== undefined && { rule: own }),
    hyper: Object.fromEntries(known),
    on,
    rank: 0,
  }
}

/** Numbers racers of the same optimizer in their order. */
export function ranked(racers: readonly Racer[]): readonly Racer[] {
  const seen = new Map<string, number>()
  return racers.map((racer) => {
    const rank = seen.get(racer.optimizer) ?? 0
    seen.set(racer.optimizer, rank + 1)
    return racer.rank === rank ? racer : { ...racer, rank }
  })
}

export interface RaceInput {
  readonly surface: Ground
  readonly racers: readonly Racer[]
  readonly start: Point
  readonly steps: number
  /** See `walk`. */
  readonly noise?: Float64Array
  /** See `walk`. */
  readonly allocate?: (length: number) => Float64Array
}

/** Lets every racer that is on walk from the start. */
export function race({ racers, ...input }: RaceInput): readonly Run[] {
  const runs: Run[] = []
  for (const racer of racers) {
    const rule = ruleOf(racer)
    if (!rule || !racer.on) continue
    const { hyper } = racer
    runs.push({ racer, rule, trail: walk({ ...input, rule, hyper }) })
  }
  return runs
}

/** @returns what makes the racer up, without what is the rule's default anyway */
export function toSetting(racer: Racer): RacerSetting {
  const { optimizer, convention, rule: text, hyper, on } = racer
  const rule = ruleOf(racer)
  const defaults = rule ? defaultHyper(rule) : {}
  const own = Object.entries(hyper).filter(([key, value]) => !Object.is(defaults[key], value))
  const which = { optimizer, convention, ...(text !== undefined && { rule: text }) }
  return { ...which, hyper: Object.fromEntries(own), on }
}
