import { open, type FileHandle } from 'node:fs/promises'
import { previewRows } from '#shared/data/summary.ts'
import type { Column, Table } from '#shared/data/table.ts'
import { fewCategories } from './limits.ts'
import type { ReadResult, ReadResultColumn } from './result.ts'
import { readStored } from './scratch.ts'

/** The table of what was read: its columns' values from where they were put, without dropped rows. */
export async function assembleTable(name: string, result: ReadResult): Promise<Table> {
  const { rows, dropped } = result
  const handles = new Map<string, FileHandle>()
  const columns: Column[] = []
  try {
    for (const column of result.columns) {
      const { file } = column.stored
      const handle = handles.get(file) ?? (await open(file, 'r'))
      handles.set(file, handle)
      const values = without(await readStored(handle, column.stored), dropped)
      const built = toColumn(column, values, dropped)
      if (!column.trailing || !isEmpty(built)) columns.push(built)
    }
  } finally {
    for (const handle of handles.values()) await handle.close()
  }
  return { name, rows: rows - dropped.length, columns, target: '' }
}

/** Closes the gaps that dropped rows leave. */
function without<T extends Float64Array | Int32Array>(values: T, dropped: Float64Array): T {
  if (dropped.length === 0) return values
  let next = 0
  let to = 0
  for (let row = 0; row < values.length; row++) {
    if (dropped[next] === row) next++
    else values[to++] = values[row]!
  }
  return values.slice(0, to) as T
}

function isEmpty(column: Column): boolean {
  switch (column.type) {
    case 'text':
      return column.distinct === 0
    case 'category':
    case 'boolean':
      return column.codes.every((code) => code < 0)
    default:
      return column.values.every(Number.isNaN)
  }
}

function toColumn(
  column: ReadResultColumn,
  values: Float64Array | Int32Array,
  dropped: Float64Array,
): Column {
  const { name } = column
  if (values instanceof Float64Array) {
    if (column.kind !== 'boolean') {
      if (column.kind === 'date') return { type: 'date', name, values }
      const { unit } = column
      return { type: 'number', name, values, ...(unit === undefined ? {} : { unit }) }
    }
    const codes = Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : value))
    return { type: 'boolean', name, codes, categories: ['false', 'true'] }
  }
  if (column.kind !== 'string') throw new Error(`column ${name} has codes and no strings`)
  const { firsts, missing } = renumber(values)
  const present = values.length - missing
  const { categories } = column
  const text = column.type === 'text' || !categories
  if (text || (column.type === undefined && !areCategories(firsts.length, present))) {
    const lost = new Set(dropped.subarray(0, column.preview.length))
    const preview = column.preview.filter((_, row) => !lost.has(row)).slice(0, previewRows)
    return { type: 'text', name, missing, distinct: firsts.length, preview }
  }
  return {
    type: 'category',
    name,
    codes: values,
    categories: firsts.map((code) => categories[code]!),
  }
}

/** Values that repeat are categories; what differs in each row only distinguishes the rows. */
function areCategories(distinct: number, present: number): boolean {
  if (distinct === present && present > 2) return false
  return distinct <= Math.max(fewCategories, present / 2)
}

/** Numbers codes anew by first appearance, in place. @returns the old code of each new one */
function renumber(codes: Int32Array): { firsts: number[]; missing: number } {
  const anew: number[] = []
  const firsts: number[] = []
  let missing = 0
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (code < 0) {
      codes[row] = -1
      missing++
      continue
    }
    let number = anew[code]
    if (number === undefined) {
      number = firsts.length
      anew[code] = number
      firsts.push(code)
    }
    codes[row] = number
  }
  return { firsts, missing }
}
