import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '../../shared/contract/errors.ts'
import type { Column, Table } from '../../shared/data/table.ts'
import { z } from '../../shared/schema.ts'
import { resourcesFolder } from './resources.ts'

const entrySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  file: z.string(),
  task: z.enum(['classification', 'regression']),
  /** The column to predict when a spec names none. */
  target: z.string(),
  /** Columns of categories, also where the values look like numbers. */
  categories: z.array(z.string()),
})

/** What is known of a table that ships with the program, before it is read. */
export type DatasetEntry = z.output<typeof entrySchema>

/** @returns the tables that ship with the program, in the order a reader meets them */
export async function listBuiltinTables(
  resources: string = resourcesFolder(),
): Promise<DatasetEntry[]> {
  const text = await readFile(join(resources, 'datasets', 'index.json'), 'utf8')
  return z.array(entrySchema).parse(JSON.parse(text))
}

/**
 * Reads a table that ships with the program.
 *
 * @param resources the folder that holds `datasets/`
 * @throws LabError `not-found` when there is no table of that id
 */
export async function readBuiltinTable(
  id: string,
  resources: string = resourcesFolder(),
): Promise<Table> {
  const entries = await listBuiltinTables(resources)
  const entry = entries.find((each) => each.id === id)
  if (!entry) {
    const known = entries.map((each) => each.id).join(', ')
    throw new LabError(
      'not-found',
      `There is no built-in dataset '${id}'. Choose one of ${known}.`,
      { parameters: { name: id, known } },
    )
  }
  return parseTable(entry, await readFile(join(resources, 'datasets', entry.file), 'utf8'))
}

/** The shipped files are plain: no quotes, no missing value, one header line. */
function parseTable(entry: DatasetEntry, text: string): Table {
  const [header = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  const columns = header.map((name, index): Column => {
    const cells = rows.map((row) => row[index] ?? '')
    if (!entry.categories.includes(name)) {
      return { type: 'number', name, values: Float64Array.from(cells, Number) }
    }
    const categories = [...new Set(cells)]
    const codes = Int32Array.from(cells, (cell) => categories.indexOf(cell))
    return { type: 'category', name, codes, categories }
  })
  return { name: entry.name, rows: rows.length, columns, target: entry.target }
}
