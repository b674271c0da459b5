import { findClipping } from '../clipping/index.ts'
import type { LaneSpec } from '../experiment/spec.ts'
import { conventionsOf, optimizerName } from '../optimizers/index.ts'
import { ruleHash } from '../own/hash.ts'
import { ruleOf, type RuleChoice } from '../own/lane.ts'
import { findSchedule } from '../schedules/index.ts'
import type { Language } from '../text.ts'
import { speech } from './index.ts'
import { plainSymbol } from './symbols.ts'

/** One thing in which lanes can differ, in words. */
interface Facet {
  readonly key: string
  readonly text: string
}

/** @returns the settings that say most about a lane, in a line */
export function laneSummary(lane: LaneSpec, language: Language): string {
  const rule = ruleOf(lane)
  const facets = facetsOf(lane, language).filter(({ key, text }) => {
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
function facetsOf(lane: LaneSpec, language: Language): Facet[] {
  const { words } = speech[language]
  const rule = ruleOf(lane)
  return [
    { key: 'convention', text: words.conventions[lane.convention] },
    // Two rules of one name are distinguished by what they compute.
    { key: 'rule', text: lane.rule !== undefined && rule ? ruleHash(rule).slice(0, 4) : '' },
    ...hyperFacets(lane, language),
    { key: 'schedule', text: scheduleText(lane.schedule, language) },
    { key: 'clipping', text: clippingText(lane.clipping, language) },
    { key: 'weightDecay', text: decayText(lane.weightDecay, language) },
  ]
}

/** A lane's rule and the values it is given. */
type Valued = RuleChoice & Pick<LaneSpec, 'hyper'>

/** @returns each hyper-parameter behind its symbol, and the rule's flags that are on */
function hyperFacets(lane: Valued, language: Language): Facet[] {
  const rule = ruleOf(lane)
  const { short } = speech[language].format
  return Object.entries(lane.hyper).map(([key, value]) => {
    const declared = rule?.hyper.find((each) => each.key === key)
    if (declared) return { key, text: `${plainSymbol(declared.symbol)} ${short(Number(value), 4)}` }
    const flag = rule?.flags?.find((each) => each.key === key)
    return { key, text: flag && value === true ? flag.label[language] : '' }
  })
}

/** @returns all of a lane's hyper-parameters, in a line */
export function hyperText(lane: Valued, language: Language): string {
  const texts = hyperFacets(lane, language).map(({ text }) => text)
  return texts.filter((text) => text !== '').join(' · ')
}

/** @returns a schedule in words; empty for a constant rate */
export function scheduleText(
  { kind, parameters, warmup }: LaneSpec['schedule'],
  language: Language,
): string {
  const {
    words: { lane: say },
    format,
  } = speech[language]
  const schedule = findSchedule(kind)
  const numbers = Object.entries(parameters).map(([key, value]) => {
    const declared = schedule?.parameters.find((each) => each.key === key)
    return `${declared ? plainSymbol(declared.symbol) : key} ${format.short(value, 4)}`
  })
  const words = kind === 'constant' || !schedule ? [] : [schedule.name[language], ...numbers]
  const climb = warmup > 0 ? [say.warmup(format.whole(warmup))] : []
  return [...climb, ...words].join(' ')
}

/** @returns how gradients are bounded, in words; empty where they are not */
export function clippingText(clipping: LaneSpec['clipping'], language: Language): string {
  if (!clipping) return ''
  const found = findClipping(clipping.kind)
  const way = found ? found.name[language] : clipping.kind
  const { words, format } = speech[language]
  return words.lane.clip(way, format.short(clipping.limit, 4))
}

/** @returns the weight decay beside the rule's own, in words; empty where there is none */
export function decayText(decay: LaneSpec['weightDecay'], language: Language): string {
  if (!decay) return ''
  const { words, format } = speech[language]
  return words.lane.decay(words.lane[decay.kind], format.short(decay.rate, 4))
}

/**
 * @returns the lanes' names in their order: the optimizer, and where several have the same one,
 *   what sets them apart; twins are numbered
 */
export function laneNames(lanes: readonly LaneSpec[], language: Language): string[] {
  const facets = lanes.map((lane) => facetsOf(lane, language))
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

/**
 * @returns what each lane is called where a person reads of it: as the experiment calls it, or where that
 *   is only what the form made of the optimizer's id, as the page does
 */
export function spokenNames(lanes: readonly LaneSpec[], language: Language): string[] {
  const names = laneNames(lanes, language)
  return lanes.map(({ id, optimizer }, at) => {
    const made =
      id === optimizer || (id.startsWith(optimizer) && /^-\d+$/.test(id.slice(optimizer.length)))
    return made ? names[at]! : id
  })
}
