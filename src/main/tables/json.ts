import { open } from 'node:fs/promises'
import type { RejectedLine } from '../../shared/contract/tables.ts'
import { keptRejections } from './limits.ts'
import { readJsonRecords, type JsonForm } from './json-records.ts'

/** A file of JSON as a text of rows and commas. */
export interface JsonTable {
  /** By row, the line of the file on which it begins. */
  readonly lines: number[]
  readonly columns: number
  readonly bytes: number
  /** Some text has a line end. */
  readonly brokenRows: boolean
  /** In bytes, at most. */
  readonly longestRow: number
  readonly rejected: readonly RejectedLine[]
  readonly rejectedCount: number
}

type Cells = Map<string, string>

/** Records whose keys are known before any is written. */
const lookedAt = 1000

/**
 * Writes the records of a file of JSON as CSV with a header, so that they are read and judged as any
 * other rows are. DuckDB could read JSON too, but doesn't say which line it left out.
 *
 * A column is made for each key of any record. What is nested is named by its path (`a.b`); a list
 * stays one text.
 */
export async function jsonToCsv(
  from: string,
  to: string,
  form: JsonForm,
  encoding: Parameters<typeof readJsonRecords>[1],
  onProgress: (bytes: number) => void,
): Promise<JsonTable> {
  const known = new Map<string, number>()
  const meet = (cells: Cells): void => {
    for (const key of cells.keys()) if (!known.has(key)) known.set(key, known.size)
  }
  let looked = 0
  for await (const record of readJsonRecords(from, encoding, form, () => undefined)) {
    const cells = 'error' in record ? record.error : cellsOf(record.value)
    if (typeof cells !== 'string') meet(cells)
    if (++looked === lookedAt) break
  }
  // Keys that turn up later need another walk, with all of them known.
  for (;;) {
    const before = known.size
    const table = await write()
    if (known.size === before) return table
  }

  async function write(): Promise<JsonTable> {
    const out = await open(to, 'w', 0o600)
    const lines: number[] = []
    const rejected: RejectedLine[] = []
    let rejectedCount = 0
    let longestRow = 0
    let brokenRows = false
    let bytes = 0
    let pending = `${[...known.keys()].map(quote).join(',')}\n`
    const flush = async (): Promise<void> => {
      const { bytesWritten } = await out.write(pending)
      bytes += bytesWritten
      pending = ''
    }
    try {
      for await (const record of readJsonRecords(from, encoding, form, onProgress)) {
        const cells = 'error' in record ? record.error : cellsOf(record.value)
        if (typeof cells === 'string') {
          rejectedCount++
          if (rejected.length < keptRejections) rejected.push({ line: record.line, reason: cells })
          continue
        }
        meet(cells)
        lines.push(record.line)
        const row = rowOf(cells, known)
        longestRow = Math.max(longestRow, row.length * 3)
        brokenRows ||= row.indexOf('\n') < row.length - 1
        pending += row
        if (pending.length > 2 ** 20) await flush()
      }
      await flush()
    } finally {
      await out.close()
    }
    return { lines, columns: known.size, bytes, brokenRows, longestRow, rejected, rejectedCount }
  }
}

function rowOf(cells: Cells, known: ReadonlyMap<string, number>): string {
  const row = new Array<string>(known.size).fill('')
  for (const [key, cell] of cells) row[known.get(key)!] = cell
  // A row of one missing value would be a blank line.
  return `${row.length === 1 && row[0] === '' ? '""' : row.join(',')}\n`
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** A record's cells by column, as CSV; a sentence when it is none. */
function cellsOf(value: unknown): Cells | string {
  if (typeof value !== 'object' || value === null) {
    return 'The record is neither an object nor a list.'
  }
  const cells: Cells = new Map()
  if (Array.isArray(value)) {
    value.forEach((each, index) => put(cells, `column${index + 1}`, each))
  } else {
    for (const [key, each] of Object.entries(value)) put(cells, key, each)
  }
  return cells
}

function put(cells: Cells, key: string, value: unknown): void {
  if (value === null || value === undefined) cells.set(key, '')
  else if (typeof value === 'string') cells.set(key, quote(value))
  else if (typeof value !== 'object') cells.set(key, String(value))
  else if (Array.isArray(value) || Object.keys(value).length === 0) {
    cells.set(key, quote(JSON.stringify(value)))
  } else {
    for (const [inner, each] of Object.entries(value)) put(cells, `${key}.${inner}`, each)
  }
}
