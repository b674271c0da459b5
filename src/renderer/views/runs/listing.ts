import type { RunState, RunSummary } from '#shared/contract/runs.ts'
import { higherIsBetter } from '#shared/metrics/index.ts'
import { tableNameOf } from '#renderer/composables/useTableName.ts'
import { ruleOf } from '#shared/own/lane.ts'
import { laneNames } from '#renderer/race/lanes.ts'
import { optimizerName } from '#shared/optimizers/index.ts'

/** Which runs are listed; what is empty leaves all. */
export interface RunFilter {
  /** Words that all have to be found, anywhere. */
  readonly text: string
  readonly state: RunState | ''
  readonly dataset: string
  readonly optimizer: string
  readonly tag: string
}

export const everything: RunFilter = { text: '', state: '', dataset: '', optimizer: '', tag: '' }

/** What the list can be ordered by; the first is the list's own order. */
export const runOrders = ['when', 'name', 'best', 'duration', 'size'] as const
export type RunOrder = (typeof runOrders)[number]

/** Everything of a run that a search looks through. */
function textOf({ name, dataset, lanes, notes }: RunSummary): string {
  const optimizers = lanes.flatMap(({ optimizer }) => [optimizer, optimizerName(optimizer)])
  return [name, dataset, tableNameOf(dataset), ...optimizers, ...notes.tags, notes.note]
    .join('\n')
    .toLocaleLowerCase()
}

const texts = new WeakMap<RunSummary, string>()

function searchable(run: RunSummary): string {
  const text = texts.get(run) ?? textOf(run)
  texts.set(run, text)
  return text
}

/** @returns the runs the filter leaves, in their order */
export function filterRuns(runs: readonly RunSummary[], filter: RunFilter): RunSummary[] {
  const words = filter.text.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return runs.filter(
    (run) =>
      (filter.state === '' || run.state === filter.state) &&
      (filter.dataset === '' || run.dataset === filter.dataset) &&
      (filter.optimizer === '' ||
        run.lanes.some(({ optimizer }) => optimizer === filter.optimizer)) &&
      (filter.tag === '' || run.notes.tags.includes(filter.tag)) &&
      words.every((word) => searchable(run).includes(word)),
  )
}

/**
 * @param language of the names
 * @returns the runs in order: the newest, longest and largest first, names from A on, and the best
 *   from the lowest loss or the highest score on, where those that have none come last
 */
export function sortRuns(
  runs: readonly RunSummary[],
  order: RunOrder,
  language: string,
): RunSummary[] {
  const newest = (a: RunSummary, b: RunSummary): number =>
    a.created < b.created ? 1 : a.created > b.created ? -1 : 0
  const compare: Record<RunOrder, (a: RunSummary, b: RunSummary) => number> = {
    when: () => 0,
    name: byName(language),
    best: (a, b) => rank(a) - rank(b) || 0,
    duration: (a, b) => b.seconds - a.seconds,
    size: (a, b) => b.bytes - a.bytes,
  }
  return runs.toSorted((a, b) => compare[order](a, b) || newest(a, b))
}

function byName(language: string): (a: RunSummary, b: RunSummary) => number {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' })
  return (a, b) => collator.compare(a.name, b.name)
}

/** Infinity less infinity is no order, so what has no best is the largest number there is. */
const rank = ({ best, metric }: RunSummary): number =>
  best && metric && Number.isFinite(best.value)
    ? (higherIsBetter(metric) ? -1 : 1) * best.value
    : Number.MAX_VALUE

/** What the filters offer: only what some run has. */
export interface RunChoices {
  readonly states: readonly RunState[]
  readonly datasets: readonly string[]
  readonly optimizers: readonly string[]
  /** The commonest first. */
  readonly tags: readonly string[]
}

export function choicesOf(runs: readonly RunSummary[], language: string): RunChoices {
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: 'base' })
  const datasets = new Set(runs.map(({ dataset }) => dataset))
  const optimizers = new Set(runs.flatMap(({ lanes }) => lanes.map(({ optimizer }) => optimizer)))
  const tags = new Map<string, number>()
  for (const { notes } of runs) {
    for (const tag of notes.tags) tags.set(tag, (tags.get(tag) ?? 0) + 1)
  }
  return {
    states: [...new Set(runs.map(({ state }) => state))],
    datasets: [...datasets].sort((a, b) => compare(tableNameOf(a), tableNameOf(b))),
    optimizers: [...optimizers].sort((a, b) => compare(optimizerName(a), optimizerName(b))),
    tags: [...tags].sort(([a, n], [b, m]) => m - n || compare(a, b)).map(([tag]) => tag),
  }
}

/**
 * @param word names a convention; @default its id
 * @returns the lanes' names in their order: the optimizer, and what distinguishes two of the same
 */
export function summaryLaneNames(
  lanes: RunSummary['lanes'],
  word = (convention: string): string => convention,
): string[] {
  const names = lanes.map(({ optimizer, convention, rule, whole }) => {
    const kin = lanes.filter((each) => each.optimizer === optimizer)
    const known = kin.flatMap((each) => each.whole ?? [])
    const name = optimizerName(optimizer)
    // Two rules of one name are distinguished by what they compute.
    if (rule && kin.some((each) => each.rule?.hash !== rule.hash)) return `${name} ${rule.hash}`
    // A run of a later version may hold what this one cannot say: then its conventions alone.
    if (whole && known.length === kin.length && kin.every((each) => ruleOf(each.whole!))) {
      return laneNames(known)[known.indexOf(whole)] ?? name
    }
    const apart = kin.some((each) => each.convention !== convention)
    return apart ? `${name} ${word(convention)}` : name
  })
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((each) => each === name).length
    return before === 0 ? name : `${name} #${before + 1}`
  })
}
