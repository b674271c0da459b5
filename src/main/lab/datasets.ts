import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import { builtinTables, findBuiltin, type BuiltinTable } from '#shared/data/builtin.ts'
import type { Column, Table } from '#shared/data/table.ts'
import { resourcesFolder } from './resources.ts'

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
  const entry = findBuiltin(id)
  if (!entry) {
    const known = builtinTables.map((each) => each.id).join(', ')
    throw new LabError(
      'not-found',
      `There is no built-in dataset '${id}'. Choose one of ${known}.`,
      { parameters: { name: id, known } },
    )
  }
  return parseTable(entry, await readFile(join(resources, 'datasets', entry.file), 'utf8'))
}

/** The shipped files are plain: no quotes, no missing value, one header line. */
function parseTable(entry: BuiltinTable, text: string): Table {
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
  return { name: entry.name.en, rows: rows.length, columns, target: entry.target }
}
