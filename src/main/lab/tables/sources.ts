import { basename, resolve } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { TableSummary } from '#shared/contract/tables.ts'
import { completeSettings, findGenerator, generateTable } from '#shared/data/generators/index.ts'
import { summarySteps, type TableStatistics } from '#shared/data/summary.ts'
import { suggestTask } from '#shared/data/summary/target.ts'
import { tableBytes, type Table } from '#shared/data/table.ts'
import type { DatasetSource, ReadOptions } from '#shared/experiment/source.ts'
import type { ImportedTable, ImportProgress, TableReader } from '#main/tables/types.ts'
import { readBuiltinTable } from '../datasets.ts'
import { ByteCache } from './cache.ts'
import { tableChanged, tableMissing } from './errors.ts'
import { digestOf, sameStamp, stampOf, type Stamp } from './stamp.ts'
import type { ReadTable, SourcedTable } from './types.ts'
import { unhurried } from './unhurried.ts'

type FileSource = Extract<DatasetSource, { file: string }>

/** A file as it was read. */
interface OpenedFile {
  readonly imported: ImportedTable
  readonly stamp: Stamp
}

export interface TableSourcesOptions {
  readonly reader: TableReader
  /** Holds `datasets/`. @default found above the code */
  readonly resources?: string
  /** In bytes; of the file at that path. */
  readonly onProgress?: (path: string, done: number, total: number) => void
  /** How many bytes of files' tables are kept in memory. @default 512 MiB */
  readonly most?: number
}

/** Reads tables from wherever a spec says. Files are trusted: whoever asks may read them. */
export interface TableSources {
  readonly read: ReadTable
  /** For a person. A file that has changed is read as it is now. */
  open(source: DatasetSource): Promise<{ summary: TableSummary; file?: OpenedFile }>
  /** Gives up every reading of a file that is under way. @returns false where none was */
  cancel(): boolean
}

interface Kept extends OpenedFile {
  readonly bytes: number
  /** Sought when first asked for. */
  statistics?: Promise<TableStatistics>
}

export function createTableSources(options: TableSourcesOptions): TableSources {
  const { reader, resources } = options
  const cache = new ByteCache<Kept>(options.most ?? 2 ** 29)
  const reading = new Map<string, { result: Promise<Kept>; controller: AbortController }>()

  const readFile = async (source: FileSource, key: string, signal: AbortSignal): Promise<Kept> => {
    const path = source.file
    const stamp = await stampOf(path)
    if (!stamp) throw tableMissing(path)
    const before = cache.get(key)
    if (before && sameStamp(before.stamp, stamp)) return before
    // Touched, or copied back, without another byte in it.
    if (before?.stamp.bytes === stamp.bytes && (await digestOf(path)) === before.imported.sha256) {
      const same = { ...before, stamp }
      cache.set(key, same)
      return same
    }
    const imported = await reader.read(path, source.read, {
      signal,
      onProgress: (progress) => tellProgress(path, progress),
    })
    const kept = { imported, stamp, bytes: tableBytes(imported.table) }
    cache.set(key, kept)
    // So that the same file with everything found filled in need not be read again.
    cache.set(keyOf({ file: path, read: foundOptions(source.read, imported) }), kept)
    return kept
  }

  /** A file is looked at first, then read: half the way each. */
  const tellProgress = (path: string, { stage, bytes, of }: ImportProgress): void =>
    options.onProgress?.(path, (stage === 'looking' ? bytes : of + bytes) / 2, of)

  const openFile = async (given: FileSource): Promise<Kept> => {
    const source = { ...given, file: resolve(given.file) }
    const key = keyOf(source)
    const under = reading.get(key)
    if (under) return under.result
    const controller = new AbortController()
    const result = readFile(source, key, controller.signal)
    reading.set(key, { result, controller })
    try {
      return await result
    } catch (error) {
      throw controller.signal.aborted ? controller.signal.reason : error
    } finally {
      reading.delete(key)
    }
  }

  const statisticsOf = (kept: Kept): Promise<TableStatistics> =>
    (kept.statistics ??= unhurried(summarySteps(kept.imported.table)))

  const ownTable = async (source: Exclude<DatasetSource, FileSource>): Promise<SourcedTable> => {
    if ('builtin' in source) {
      return { table: await readBuiltinTable(source.builtin, resources), source }
    }
    const table = generateTable(source.generator, source.settings)
    const generator = findGenerator(source.generator)
    const settings = generator ? completeSettings(generator, source.settings) : source.settings
    return { table, source: { ...source, settings } }
  }

  return {
    async read(source, suggests) {
      if (!('file' in source)) return ownTable(source)
      const kept = await openFile(source)
      const { imported } = kept
      if (source.sha256 !== undefined && source.sha256 !== imported.sha256) {
        throw tableChanged(source.file)
      }
      const target = suggests ? ((await statisticsOf(kept)).suggestedTarget ?? '') : ''
      return { table: { ...imported.table, target }, source: sourceOf(source, imported) }
    },
    async open(source) {
      if (!('file' in source)) {
        const own = await ownTable(source)
        const statistics = await unhurried(summarySteps(own.table))
        return {
          summary: {
            ...{ source: own.source, name: own.table.name, bytes: null },
            ...{ encoding: null, delimiter: null, header: null },
            ...{ rejected: [], rejectedCount: 0, nonFinite: 0 },
            ...statistics,
            ...ownTarget(own.table, statistics),
          },
        }
      }
      const kept = await openFile(source)
      const { imported, stamp } = kept
      const { encoding, delimiter, header, rejected, rejectedCount, nonFinite, bytes } = imported
      return {
        file: { imported, stamp },
        summary: {
          ...{ source: sourceOf(source, imported), name: basename(source.file), bytes },
          ...{ encoding, delimiter, header },
          ...{ rejected: [...rejected], rejectedCount, nonFinite },
          ...(await statisticsOf(kept)),
        },
      }
    },
    cancel() {
      const under = [...reading.values()]
      const reason = new LabError('wrong-phase', 'The reading of the table was given up.', {
        parameters: { phase: 'stopped' },
      })
      for (const { controller } of under) controller.abort(reason)
      return under.length > 0
    },
  }
}

/** One of the program's own tables names its target itself. */
function ownTarget(
  { target }: Table,
  { columns, rows }: TableStatistics,
): Pick<TableSummary, 'suggestedTarget' | 'suggestedTask'> {
  const column = columns.find(({ name }) => name === target)
  return {
    suggestedTarget: target,
    suggestedTask: column ? suggestTask(column, rows) : null,
  }
}

function sourceOf(source: FileSource, imported: ImportedTable): FileSource {
  const { sha256 } = imported
  return { file: resolve(source.file), read: foundOptions(source.read, imported), sha256 }
}

/** What was asked, and what was found where nothing was asked. */
function foundOptions(asked: ReadOptions, imported: ImportedTable): ReadOptions {
  const { format, encoding, delimiter, decimal, header } = imported
  return {
    format,
    ...(encoding === null ? {} : { encoding }),
    ...(delimiter === null ? {} : { delimiter }),
    ...(decimal === null ? {} : { decimal }),
    ...(header === null ? {} : { header }),
    ...(asked.types && Object.keys(asked.types).length > 0 ? { types: asked.types } : {}),
  }
}

/** The same for the same file read alike, in whatever order the options stand. */
function keyOf({ file, read }: Pick<FileSource, 'file' | 'read'>): string {
  const { format, encoding, delimiter, decimal, header, types = {} } = read
  const sorted = Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([file, format, encoding, delimiter, decimal, header, sorted])
}
