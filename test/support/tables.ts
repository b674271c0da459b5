import { join } from 'node:path'
import { readBuiltinTable } from '#main/lab/datasets.ts'
import type { Table } from '#shared/data/table.ts'
import { root } from './golden.ts'

/** A table that ships with the program. */
export function readTable(id: string): Promise<Table> {
  return readBuiltinTable(id, join(root, 'resources'))
}

/** A small table by columns of numbers or words; the last is the target. */
export function tableOf(columns: Record<string, readonly (number | string)[]>): Table {
  const entries = Object.entries(columns)
  return {
    name: 'small',
    rows: entries[0]![1].length,
    target: entries.at(-1)![0],
    columns: entries.map(([name, values]) => {
      if (typeof values[0] === 'number') {
        return { type: 'number', name, values: Float64Array.from(values as number[]) }
      }
      const categories = [...new Set(values as string[])].filter((value) => value !== '')
      const codes = Int32Array.from(values as string[], (value) => categories.indexOf(value))
      return { type: 'category', name, codes, categories }
    }),
  }
}
