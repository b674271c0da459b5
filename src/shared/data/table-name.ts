import type { Language } from '../text.ts'
import { findBuiltin } from './builtin.ts'
import { findGenerator } from './generators/index.ts'

/**
 * @param known a built-in table's or generator's id, or a file's name
 * @param name said of what is neither
 * @returns what a person calls the table
 */
export function tableName(known: string, language: Language, name = known): string {
  return (findGenerator(known) ?? findBuiltin(known))?.name[language] ?? name
}
