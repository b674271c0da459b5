import type { LaneSpec } from '#shared/experiment/spec.ts'
import { findClipping } from '#shared/clipping/index.ts'
import {
  conventionsOf,
  defaultHyper,
  optimizerName,
  type Convention,
  type HyperValues,
} from '#shared/optimizers/index.ts'
import { ruleHash } from '#shared/own/hash.ts'
import { ruleOf, type RuleChoice } from '#shared/own/lane.ts'
import { findSchedule } from '#shared/schedules/index.ts'
import { useText } from '../composables/useText.ts'
import { plainSymbol } from './symbols.ts'

const { t, own, format } = useText()

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

/** One thing in which lanes can differ, in words. */
interface Facet {
  readonly key: string
  readonly text: string
}

/** @returns the settings that say most about a lane, in a line */
export function laneSummary(lane: LaneSpec): string {
  const rule = ruleOf(lane)
  const facets = facetsOf(lane).filter(({ key, text }) => {
    if (text === '' || key === 'lr') return text !== ''
    if (key === 'convention') return conventionsOf(lane.optimizer).length > 1
    const declared = rule?.hyper.find((each) => each.key === key)
    return !declared || lane.hyper[key] !== declared.default
  })
  const first = facets.filter(({ key }) => key !== 'convention' && key !== 'rule')
  const convention = facets.filter(({ key }) => key === 'convention')
  return [...first, ...convention].map(({ text }) => text).join(' · ')
}

/** @returns everything that makes a lane what it is, beside its optimizer */
function facetsOf(lane: LaneSpec): Facet[] {
  const rule = ruleOf(lane)
  const facets: Facet[] = [
    { key: 'convention', text: t(`conventions.${lane.convention}`) },
    // Two rules of one name are told apart by what they compute.
    { key: 'rule', text: lane.rule !== undefined && rule ? ruleHash(rule).slice(0, 4) : '' },
    ...Object.entries(lane.hyper).map(([key, value]): Facet => {
      const declared = rule?.hyper.find((each) => each.key === key)
      const flag = rule?.flags?.find((each) => each.key === key)
      if (declared)
        return { key, text: `${plainSymbol(declared.symbol)} ${format.short(Number(value), 4)}` }
      return { key, text: flag && value === true ? own(flag.label) : '' }
    }),
    { key: 'schedule', text: scheduleText(lane.schedule) },
    { key: 'clipping', text: clippingText(lane.clipping) },
    { key: 'weightDecay', text: decayText(lane.weightDecay) },
  ]
  return facets
}

/** @returns a schedule in words; empty for a constant rate */
export function scheduleText({ kind, parameters, warmup }: LaneSpec['schedule']): string {
  const schedule = findSchedule(kind)
  const numbers = Object.entries(parameters).map(([key, value]) => {
    const declared = schedule?.parameters.find((each) => each.key === key)
    return `${declared ? plainSymbol(declared.symbol) : key} ${format.short(value, 4)}`
  })
  const words = kind === 'constant' || !schedule ? [] : [own(schedule.name), ...numbers]
  const climb = warmup > 0 ? [t('race.lane.warmupShort', { steps: format.whole(warmup) })] : []
  return [...climb, ...words].join(' ')
}

/** @returns how gradients are bounded, in words; empty where they are not */
export function clippingText(clipping: LaneSpec['clipping']): string {
  if (!clipping) return ''
  const found = findClipping(clipping.kind)
  const way = found ? own(found.name) : clipping.kind
  return t('race.lane.clipShort', { way, limit: format.short(clipping.limit, 4) })
}

/** @returns the weight decay beside the rule's own, in words; empty where there is none */
export function decayText(decay: LaneSpec['weightDecay']): string {
  if (!decay) return ''
  const kind = t(`race.lane.${decay.kind}`)
  return t('race.lane.decayShort', { kind, rate: format.short(decay.rate, 4) })
}

/**
 * @returns the lanes' names in their order: the optimizer, and where several have the same one,
 *   what sets them apart; twins are numbered
 */
export function laneNames(lanes: readonly LaneSpec[]): string[] {
  const facets = lanes.map(facetsOf)
  const names = lanes.map((lane, index) => {
    const name = optimizerName(lane.optimizer)
    const kin = lanes.flatMap((each, at) => (each.optimizer === lane.optimizer ? [at] : []))
    if (kin.length < 2) return name
    const texts = (at: number, key: string): string =>
      facets[at]?.find((facet) => facet.key === key)?.text ?? ''
    // Two conventions have other numbers anyway: those set only lanes of the same one apart.
    const peers = kin.filter((at) => lanes[at]?.convention === lane.convention)
    const apart = (facets[index] ?? []).filter(({ key, text }) =>
      (key in lane.hyper ? peers : kin).some((at) => texts(at, key) !== text),
    )
    return [name, ...apart.map(({ text }) => text).filter((text) => text !== '')].join(' ')
  })
  const seen = new Map<string, number>()
  return names.map((name) => {
    if (names.filter((each) => each === name).length < 2) return name
    const rank = (seen.get(name) ?? 0) + 1
    seen.set(name, rank)
    return rank === 1 ? name : `${name} #${rank}`
  })
}

/** Whether the lane has a learning rate that a schedule or a hand can change. */
export function hasRate(lane: LaneSpec): boolean {
  return typeof lane.hyper.lr === 'number'
}
