import { experimentName, givenTitle } from '../data/table-name.ts'
import type { RunSummary } from '../contract/runs.ts'
import { taskOf } from '../models.ts'
import { conventions, optimizerName } from '../optimizers/index.ts'
import type { Language } from '../text.ts'
import { formats, speech } from './index.ts'
import { hyperText } from './lane-names.ts'
import { batchText, budgetText, modelText } from './settings.ts'

type Named = Pick<RunSummary, 'name' | 'dataset' | 'notes' | 'about' | 'lanes' | 'seeds'>
type Lane = Named['lanes'][number]

/** Lanes that a name has room for. */
const mostLanes = 3

/**
 * What runs are called. One that a person named has that name. Any other is called by its data, model and
 * batch, and where several would be called alike, by what sets them apart: budget, seeds, lanes.
 *
 * @returns the names in the runs' order; of runs that are alike in all of it too, the same
 */
export function runNames(runs: readonly Named[], language: Language): string[] {
  const names = runs.map((run) => plainName(run, language))
  const kin = new Map<string, Named[]>()
  runs.forEach((run, at) => {
    const alike = kin.get(names[at]!)
    if (alike) alike.push(run)
    else kin.set(names[at]!, [run])
  })
  return runs.map((run, at) => {
    const alike = kin.get(names[at]!)!
    const apart = isNamed(run) || alike.length < 2 ? [] : differences(run, alike, language)
    return [names[at]!, ...apart].join(' · ')
  })
}

const isNamed = ({ notes, name, dataset }: Named): boolean =>
  notes.title !== '' || givenTitle(name, dataset) !== undefined

function plainName(run: Named, language: Language): string {
  const { notes, name, dataset, about } = run
  if (notes.title !== '') return notes.title
  const known = experimentName(name, dataset, language)
  if (isNamed(run) || !about) return known
  const { model, loss, batchSize } = about
  return [known, modelText(model, taskOf(loss), language), batchText(batchSize, language)].join(
    ' · ',
  )
}

/** @returns what sets a run apart from others of its data, model and batch, in words */
function differences(run: Named, alike: readonly Named[], language: Language): string[] {
  const { words, format } = speech[language]
  const facets = [
    ({ about }: Named): string => (about ? budgetText(about.budget, language) : ''),
    ({ seeds }: Named): string => words.seeds(format.whole(seeds)),
    (each: Named): string => lanesApart(each, alike, language),
  ]
  return facets
    .filter((facet) => new Set(alike.map(facet)).size > 1)
    .map((facet) => facet(run))
    .filter((text) => text !== '')
}

const ruleKey = ({ optimizer, convention }: Lane): string => `${optimizer} ${convention}`
const laneKey = (lane: Lane): string => `${ruleKey(lane)} ${JSON.stringify(lane.hyper ?? {})}`

/** @returns the lanes that not all of the runs have, each with the hyper-parameters that vary among them */
function lanesApart(run: Named, alike: readonly Named[], language: Language): string {
  const own = run.lanes.filter((lane) =>
    alike.some(({ lanes }) => !lanes.some((each) => laneKey(each) === laneKey(lane))),
  )
  const texts = own.slice(0, mostLanes).map((lane) => {
    const name = optimizerName(lane.optimizer)
    const others = alike.flatMap(({ lanes }) =>
      lanes.filter((each) => ruleKey(each) === ruleKey(lane)),
    )
    const convention = conventions.find((each) => each === lane.convention)
    // A run of a later version may follow what this one does not know.
    if (!convention) return name
    const varying = Object.entries(lane.hyper ?? {}).filter(([key, value]) =>
      others.some(({ hyper }) => hyper?.[key] !== value),
    )
    return [
      name,
      hyperText(
        { optimizer: lane.optimizer, convention, hyper: Object.fromEntries(varying) },
        language,
      ),
    ]
      .filter((text) => text !== '')
      .join(' ')
  })
  const more = own.length > mostLanes ? [`+${own.length - mostLanes}`] : []
  return formats[language].list([...texts, ...more])
}
