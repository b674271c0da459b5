import {
  defaultHyper,
  type Convention,
  type HyperValues,
  type UpdateRule,
} from '#shared/optimizers/index.ts'
import { ruleOf } from '#shared/own/lane.ts'
import type { Ground } from '#shared/rules/ground.ts'
import { walk, type Trajectory } from '#shared/surfaces/walk.ts'
import type { Point } from '#shared/surfaces/index.ts'
import type { LaneSetting } from '#shared/surfaces/setting.ts'

/** One optimizer with its hyper-parameters, all of them allowed. */
export interface Lane {
  /** Its own on this page, for as long as the page lives. */
  readonly id: number
  readonly optimizer: string
  readonly convention: Convention
  /** Of one that a person wrote: its whole file. */
  readonly rule?: string | undefined
  /** Every hyper-parameter and flag of the rule. */
  readonly hyper: HyperValues
  readonly on: boolean
  /** How many lanes of the same optimizer stand before it. */
  readonly rank: number
}

/** A lane and where it went. */
export interface Run {
  readonly lane: Lane
  readonly rule: UpdateRule
  readonly trajectory: Trajectory
}

let last = 0

/** @returns a lane with the rule's defaults where `hyper` says nothing; what the rule does not know is left out */
export function createLane(
  optimizer: string,
  convention: Convention,
  hyper: HyperValues = {},
  on = true,
  own?: string,
): Lane {
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

/** Numbers lanes of the same optimizer in their order. */
export function ranked(lanes: readonly Lane[]): readonly Lane[] {
  const seen = new Map<string, number>()
  return lanes.map((lane) => {
    const rank = seen.get(lane.optimizer) ?? 0
    seen.set(lane.optimizer, rank + 1)
    return lane.rank === rank ? lane : { ...lane, rank }
  })
}

export interface RaceInput {
  readonly surface: Ground
  readonly lanes: readonly Lane[]
  readonly start: Point
  readonly steps: number
  /** See `walk`. */
  readonly noise?: Float64Array
  /** See `walk`. */
  readonly allocate?: (length: number) => Float64Array
}

/** Lets every lane that is on walk from the start. */
export function race({ lanes, ...input }: RaceInput): readonly Run[] {
  const runs: Run[] = []
  for (const lane of lanes) {
    const rule = ruleOf(lane)
    if (!rule || !lane.on) continue
    const { hyper } = lane
    runs.push({ lane, rule, trajectory: walk({ ...input, rule, hyper }) })
  }
  return runs
}

/** @returns what makes the lane up, without what is the rule's default anyway */
export function toSetting(lane: Lane): LaneSetting {
  const { optimizer, convention, rule: text, hyper, on } = lane
  const rule = ruleOf(lane)
  const defaults = rule ? defaultHyper(rule) : {}
  const own = Object.entries(hyper).filter(([key, value]) => !Object.is(defaults[key], value))
  const which = { optimizer, convention, ...(text !== undefined && { rule: text }) }
  return { ...which, hyper: Object.fromEntries(own), on }
}
