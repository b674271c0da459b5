import { badTable } from './refusals.ts'
import { readJsonRecords, type JsonForm } from './json-records.ts'
import { findShape } from './json-shape.ts'
import { mostColumns } from './limits.ts'
import { quotedField, RowWriter, type ConvertedTable } from './row-writer.ts'

type Cells = Map<string, string>

/** Records whose keys are known before any is written. */
const lookedAt = 1000

/** Deeper nesting is refused: paths that long name no column. */
const deepest = 64

/**
 * Writes the records of a file of JSON as CSV with a header, so that they are read and judged as any
 * other rows are. DuckDB could read JSON too, but doesn't say which line it left out.
 *
 * A column is made for each key of any record. What is nested is named by its path (`a.b`); a list
 * stays one text. Where the rows are lists, the first may name their columns.
 *
 * @throws LabError `bad-table` where the file is JSON, but no list of records
 */
export async function jsonToCsv(
  from: string,
  to: string,
  form: JsonForm,
  encoding: Parameters<typeof readJsonRecords>[1],
  onProgress: (bytes: number) => void,
): Promise<ConvertedTable> {
  const known = new Map<string, number>()
  const meet = (cells: Cells): void => {
    for (const key of cells.keys()) if (!known.has(key)) known.set(key, known.size)
    if (known.size > mostColumns) {
      throw badTable(
        from,
        'too-wide',
        `has records of more than ${mostColumns} different keys: a table may have that many columns. Leave out what is not needed.`,
      )
    }
  }
  const values: unknown[] = []
  let looked = 0
  let listed = false
  let begins = false
  for await (const record of readJsonRecords(from, encoding, form, () => undefined)) {
    listed = record.listed
    if (looked === 0) begins = !('error' in record)
    if (!('error' in record)) values.push(record.value)
    else if (record.beginning !== undefined) values.push(record.beginning)
    if (++looked === lookedAt) break
  }
  const shape = findShape(values, { listed, all: looked < lookedAt })
  if (shape) throw badTable(from, shape.reason, shape.sentence, shape.parameters)
  const names = begins ? namesIn(values) : undefined
  for (const value of values) {
    const cells = value === names ? undefined : cellsOf(value, names)
    if (typeof cells === 'object') meet(cells)
  }
  // Keys that turn up later need another walk, with all of them known.
  for (;;) {
    const before = known.size
    const table = await write()
    if (known.size === before) return table
  }

  async function write(): Promise<ConvertedTable> {
    const writer = await RowWriter.open(to, [...known.keys()])
    let first = names !== undefined
    try {
      for await (const record of readJsonRecords(from, encoding, form, onProgress)) {
        if (first) {
          first = false
          continue
        }
        const cells = 'error' in record ? record.error : cellsOf(record.value, names)
        if (typeof cells === 'string') {
          writer.refuse(record.line, cells)
          continue
        }
        meet(cells)
        await writer.add(rowOf(cells, known), record.line)
      }
      return await writer.end()
    } finally {
      await writer.close()
    }
  }
}

/** The first of rows that are lists, where it names the columns: words, over values that are none. */
function namesIn([first, ...rest]: readonly unknown[]): readonly string[] | undefined {
  if (!Array.isArray(first) || first.length === 0 || rest.length === 0) return undefined
  const names = first as readonly unknown[]
  if (!names.every((name) => typeof name === 'string' && name !== '')) return undefined
  if (new Set(names).size < names.length || !rest.every(Array.isArray)) return undefined
  const values = (rest as readonly (readonly unknown[])[]).flat()
  const told = values.some((value) => typeof value === 'number' || typeof value === 'boolean')
  return told ? (first as readonly string[]) : undefined
}

function rowOf(cells: Cells, known: ReadonlyMap<string, number>): string[] {
  const row = new Array<string>(known.size).fill('')
  for (const [key, cell] of cells) row[known.get(key)!] = cell
  return row
}

/** A record's cells by column, as CSV; a sentence when it is none. */
function cellsOf(value: unknown, names?: readonly string[]): Cells | string {
  if (typeof value !== 'object' || value === null) {
    return 'The record is neither an object nor a list.'
  }
  if (isDeeper(value, deepest)) return `The record is nested deeper than ${deepest} levels.`
  const cells: Cells = new Map()
  if (Array.isArray(value)) {
    value.forEach((each, index) => put(cells, names?.[index] ?? `column${index + 1}`, each))
  } else {
    for (const [key, each] of Object.entries(value)) put(cells, key, each)
  }
  return cells
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1))
}

function put(cells: Cells, key: string, value: unknown): void {
  if (value === null || value === undefined) cells.set(key, '')
  else if (typeof value === 'string') cells.set(key, quotedField(value))
  else if (typeof value !== 'object') cells.set(key, String(value))
  else if (Array.isArray(value) || Object.keys(value).length === 0) {
    cells.set(key, quotedField(JSON.stringify(value)))
  } else {
    for (const [inner, each] of Object.entries(value)) put(cells, `${key}.${inner}`, each)
  }
}
