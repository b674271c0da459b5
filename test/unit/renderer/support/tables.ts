import type { Dataset, TableSummary } from '#shared/contract/tables.ts'
import { LabError } from '#shared/contract/errors.ts'
import { generateTable, generators } from '#shared/data/generators/index.ts'
import { relate, summariseTable } from '#shared/data/summary.ts'
import type { Table } from '#shared/data/table.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import type { Laboratory } from '#shared/contract/calls.ts'
import { irisTable } from './iris.ts'

type FileSource = Extract<DatasetSource, { file: string }>

/** A person's file as a test has it. */
export interface TestFile {
  readonly table: Table
  state: Dataset['state']
  /** What reading it brings beside its cells. */
  readonly extra?: Partial<TableSummary>
}

/** The tables of a laboratory in the test's own process, summed up by the real arithmetic. */
export class TestTables {
  readonly files = new Map<string, TestFile>()
  /** Sources that were opened, in order. */
  readonly opened: DatasetSource[] = []

  list(): Dataset[] {
    const files = [...this.files].map(([file, { table, state }]): Dataset => {
      return { source: { file, read: {} }, name: table.name, kind: 'file', state }
    })
    const iris: Dataset = {
      source: { builtin: 'iris' },
      name: 'Iris',
      kind: 'builtin',
      state: 'ready',
    }
    const drawn = generators.map(({ id, name }): Dataset => {
      return {
        source: { generator: id, settings: {} },
        name: name.en,
        kind: 'generator',
        state: 'ready',
      }
    })
    return [...files, iris, ...drawn]
  }

  open(source: DatasetSource): TableSummary {
    this.opened.push(source)
    const table = this.#table(source)
    const file = 'file' in source ? this.files.get(source.file) : undefined
    if (file) file.state = 'ready'
    const csv = { encoding: 'utf-8', delimiter: ',', header: true, bytes: 1000 } as const
    const plain = { encoding: null, delimiter: null, header: null, bytes: null }
    return {
      source: file ? this.#filled(source as FileSource) : source,
      name: table.name,
      ...(file ? csv : plain),
      rejected: [],
      rejectedCount: 0,
      nonFinite: 0,
      ...summariseTable(table),
      ...file?.extra,
    }
  }

  relate({
    source,
    target,
    task,
  }: Parameters<Laboratory['relateColumns']>[0]): ReturnType<typeof relate> {
    return relate(this.#table(source), target, task)
  }

  forget(source: DatasetSource): Dataset[] {
    if ('file' in source) this.files.delete(source.file)
    return this.list()
  }

  /** With what is found by reading it filled in, as the laboratory answers. */
  #filled(source: FileSource): FileSource {
    const read = { encoding: 'utf-8', delimiter: ',', header: true, ...source.read } as const
    return { ...source, read, sha256: 'a'.repeat(64) }
  }

  #table(source: DatasetSource): Table {
    if ('generator' in source) return generateTable(source.generator, source.settings)
    if ('builtin' in source) return irisTable()
    const file = this.files.get(source.file)
    if (!file || file.state === 'missing') {
      throw new LabError('table-missing', `${source.file} is gone.`, {
        parameters: { name: source.file },
      })
    }
    return file.table
  }
}
