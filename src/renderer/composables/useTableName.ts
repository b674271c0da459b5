import { findGenerator } from '../../shared/data/generators/index.ts'
import type { DatasetSource } from '../../shared/experiment/source.ts'
import { useText } from './useText.ts'

const builtin = ['iris', 'wine', 'breast-cancer', 'diabetes', 'digits'] as const

/** @returns what to call a table in the present language; a file has the name it has */
export function useTableName(): (source: DatasetSource, name: string) => string {
  const { t, own } = useText()
  return (source, name) => {
    if ('generator' in source) {
      const generator = findGenerator(source.generator)
      return generator ? own(generator.name) : name
    }
    if (!('builtin' in source)) return name
    const known = builtin.find((id) => id === source.builtin)
    return known ? t(`data.builtin.${known}`) : name
  }
}

/**
 * @param known what the record calls the table: the id of one of the program's own, or a file's name
 * @returns what to call it in the present language
 */
export function tableNameOf(known: string): string {
  const nameOf = useTableName()
  if (findGenerator(known)) return nameOf({ generator: known, settings: {} }, known)
  return nameOf({ builtin: known }, known)
}
