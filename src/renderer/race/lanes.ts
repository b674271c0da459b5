import type { LaneSpec } from '#shared/experiment/spec.ts'
import { defaultHyper, type Convention, type HyperValues } from '#shared/optimizers/index.ts'
import { ruleOf, type RuleChoice } from '#shared/own/lane.ts'
import * as words from '#shared/words/lane-names.ts'
import { currentLanguage } from '../locales/index.ts'

/** @returns a lane called like its optimizer, with its rule's defaults where `hyper` says nothing */
export function createLane(
  optimizer: string,
  convention: Convention,
  hyper: HyperValues = {},
  rest: Partial<Pick<LaneSpec, 'rule' | 'schedule' | 'clipping' | 'weightDecay'>> = {},
): LaneSpec {
  const rule = ruleOf({ optimizer, convention, rule: rest.rule })
  return {
    id: optimizer,
    optimizer,
    convention,
    hyper: { ...(rule && defaultHyper(rule)), ...hyper },
    schedule: { kind: 'constant', parameters: {}, warmup: 0 },
    clipping: null,
    weightDecay: null,
    ...rest,
  }
}

/** @returns a lane of a rule, built-in or own */
export function laneOf({ optimizer, convention, rule }: RuleChoice, hyper?: HyperValues): LaneSpec {
  return createLane(optimizer, convention, hyper, rule === undefined ? {} : { rule })
}

/** @returns the lane under a name that is not taken yet */
export function renamed(lane: LaneSpec, taken: ReadonlySet<string>): LaneSpec {
  if (!taken.has(lane.id)) return lane
  let number = 2
  // An own rule's name may be as long as a lane's.
  const name = lane.optimizer.slice(0, 58)
  while (taken.has(`${name}-${number}`)) number++
  return { ...lane, id: `${name}-${number}` }
}

/** @returns the lanes in their order, each called like no other */
export function allRenamed(lanes: readonly LaneSpec[]): LaneSpec[] {
  const taken = new Set<string>()
  return lanes.map((lane) => {
    const own = renamed(lane, taken)
    taken.add(own.id)
    return own
  })
}

/** @returns the settings that say most about a lane, in a line */
export const laneSummary = (lane: LaneSpec): string => words.laneSummary(lane, currentLanguage())

/** @returns the lanes' names in their order, in the page's language */
export const laneNames = (lanes: readonly LaneSpec[]): string[] =>
  words.laneNames(lanes, currentLanguage())

/** @returns what each lane of a record is called: as its experiment does, else as `laneNames` says */
export const spokenNames = (lanes: readonly LaneSpec[]): string[] =>
  words.spokenNames(lanes, currentLanguage())

/** Whether the lane has a learning rate that a schedule or a hand can change. */
export function hasRate(lane: LaneSpec): boolean {
  return typeof lane.hyper.lr === 'number'
}
