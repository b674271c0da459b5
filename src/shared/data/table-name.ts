import type { Language } from '../text.ts'
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
 * @param title of an experiment; one that the program gave it is said in the present language
 * @param known its table, as `tableName` takes it
 * @returns what a person calls the experiment
 */
export function experimentName(title: string, known: string, language: Language): string {
  const preset = presets.find(({ spec }) => spec.title === title)
  if (preset) return preset.title[language]
  const given = (['en', 'zh-CN'] as const).every((each) => tableName(known, each) !== title)
  return title !== '' && given ? title : tableName(known, language)
}
