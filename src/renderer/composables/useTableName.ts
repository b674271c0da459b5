import { tableName } from '#shared/data/table-name.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { currentLanguage } from '../locales/index.ts'

/** @returns what to call a table in the present language; a file has the name it has */
export function useTableName(): (source: DatasetSource, name: string) => string {
  return (source, name) => {
    if ('file' in source) return name
    return tableNameOf('builtin' in source ? source.builtin : source.generator, name)
  }
}

/**
 * @param known what the record calls the table: the id of one of the program's own, or a file's name
 * @returns what to call it in the present language
 */
export function tableNameOf(known: string, name = known): string {
  return tableName(known, currentLanguage(), name)
}
