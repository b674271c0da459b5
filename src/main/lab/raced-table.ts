import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Column, Table } from '#shared/data/table.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'

/**
 * Writes down what was found in a person's file where the spec leaves it open: which column is predicted
 * from which, and what each of them holds. So the run goes on elsewhere, and by a later program that would
 * find otherwise, on the same numbers.
 *
 * @param source that brings the very table again
 * @returns the spec as it stood; of the program's own tables nothing was found, only read
 */
export function resolvedSpec(
  spec: ExperimentSpec,
  table: Table,
  source: DatasetSource,
): ExperimentSpec {
  const target = spec.target ?? table.target
  if (!('file' in source) || target === '') return { ...spec, dataset: source }
  const usable = table.columns.filter(({ type, name }) => type !== 'text' && name !== target)
  const features = spec.features ?? usable.map(({ name }) => name)
  // One that does not fit its table is refused by what it said itself.
  if (features.length === 0) return { ...spec, dataset: source }
  const used = columnsOf(table, [...features, target])
  const found = Object.fromEntries(used.map(({ name, type }) => [name, type]))
  const read = { ...source.read, types: { ...source.read.types, ...found } }
  return { ...spec, dataset: { ...source, read }, target, features }
}

/**
 * @param spec of a race on the table
 * @returns the checksum of the columns that are trained on, as they were read
 */
export async function tableChecksum(spec: ExperimentSpec, table: Table): Promise<string> {
  const target = spec.target ?? table.target
  const hash = createHash('sha256').update(`${table.rows} ${target}`)
  const others = table.columns.filter(({ type, name }) => type !== 'text' && name !== target)
  const features = spec.features ?? others.map(({ name }) => name)
  for (const column of columnsOf(table, [...features, target])) {
    hash.update(JSON.stringify([column.name, column.type]))
    if ('values' in column) hash.update(bytesOf(column.values))
    if ('codes' in column) {
      hash.update(JSON.stringify(column.categories)).update(bytesOf(column.codes))
    }
    // A large table is hashed a column at a time: the process hears its messages in between.
    await setImmediate()
  }
  return hash.digest('hex').slice(0, 16)
}

function columnsOf(table: Table, names: readonly string[]): Column[] {
  const byName = new Map(table.columns.map((column) => [column.name, column]))
  return names.flatMap((name) => byName.get(name) ?? [])
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
