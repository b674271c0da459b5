import { languages, type Language, type LocalizedText } from '../text.ts'
import { tournamentPresets } from '../tournament/presets.ts'
import { sourceName, type DatasetSource } from '../experiment/source.ts'
import { findBuiltin } from './builtin.ts'
import { presets } from '../experiment/presets.ts'
import { findGenerator } from './generators/index.ts'

/**
 * @param known a built-in table's or generator's id, or a file's name
 * @param name said of what is neither
 * @returns what a person calls the table
 */
export function tableName(known: string, language: Language, name = known): string {
  return (findGenerator(known) ?? findBuiltin(known))?.name[language] ?? name
}

/**
 * @param title of an experiment or a tournament; one that the program gave it is said in the present language
 * @param known its table, as `tableName` takes it
 * @returns what a person calls the experiment
 */
export function experimentName(title: string, known: string, language: Language): string {
  return presetOf(title)?.title[language] ?? givenTitle(title, known) ?? tableName(known, language)
}

/** @returns the title that a person gave an experiment; undefined where the program made it */
export function givenTitle(title: string, known: string): string | undefined {
  const made = languages.some((language) => tableName(known, language) === title)
  return title === '' || made || presetOf(title) ? undefined : title
}

/** A tournament keeps its title in the language it was begun in. */
const titles = [
  ...presets.map(({ title, spec }) => ({ title, known: [spec.title] })),
  ...tournamentPresets.map(({ title }) => ({ title, known: Object.values(title) })),
]

const presetOf = (title: string): { readonly title: LocalizedText } | undefined =>
  titles.find(({ known }) => known.includes(title))

const presetTasks = new Set(tournamentPresets.flatMap(({ spec }) => spec.tasks.map(({ id }) => id)))

/** @returns what a person calls a tournament's task; one of a preset, by its table in the present language */
export function taskName(
  { id, dataset }: { readonly id: string; readonly dataset: DatasetSource },
  language: Language,
): string {
  const [, rest] = /^[^,]*(, .*)?$/.exec(id) ?? []
  if (language === 'en' || 'file' in dataset || !presetTasks.has(id)) return id
  return `${tableName(sourceName(dataset), language)}${rest ?? ''}`
}
