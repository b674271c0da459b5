import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importFile } from '#main/tables/import.ts'
import { assembleTable } from '#main/tables/assemble.ts'
import type { ReadResult } from '#main/tables/result.ts'
import type { Column, Table } from '#shared/data/table.ts'
import type { ReadOptions } from '#shared/experiment/source.ts'

export interface Read extends Omit<ReadResult, 'columns' | 'rows'> {
  readonly table: Table
}

/** Reads what the reader's process would, in this process. */
export async function readContent(
  content: string | Uint8Array,
  options: ReadOptions = {},
  name = 'table.csv',
): Promise<Read> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  try {
    const path = join(folder, name)
    await writeFile(path, content)
    return await readPath(path, options)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The same of a file that is there. */
export async function readPath(path: string, options: ReadOptions = {}): Promise<Read> {
  const scratch = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  try {
    const result = await importFile({ path, options, scratch, onProgress: () => undefined })
    return { ...result, table: await assembleTable('table', result) }
  } finally {
    await rm(scratch, { recursive: true })
  }
}

/** A column's values as a person would write them; null where missing. Of text, its preview. */
export function valuesOf(table: Table, name: string): (string | number | null)[] {
  const column = table.columns.find((each) => each.name === name)
  if (!column) throw new Error(`there is no column ${name}: ${namesOf(table).join(', ')}`)
  const cells = cellsOf(column)
  if (column.type !== 'date') return cells
  return cells.map((cell) => (cell === null ? null : new Date(Number(cell) * 1000).toISOString()))
}

/** The same, with dates as seconds since 1970. */
export function cellsOf(column: Column): (string | number | null)[] {
  switch (column.type) {
    case 'text':
      return [...column.preview]
    case 'number':
    case 'date':
      return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
    default:
      return Array.from(column.codes, (code) => column.categories[code] ?? null)
  }
}

export const namesOf = ({ columns }: Table): string[] => columns.map(({ name }) => name)

export const typesOf = ({ columns }: Table): Column['type'][] => columns.map(({ type }) => type)

/** Rows that every case may end with, so that types are told by more than a value or two. */
export const numbers = (rows: number): number[] => Array.from({ length: rows }, (_, row) => row + 1)
