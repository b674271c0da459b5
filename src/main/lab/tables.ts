import { realpath } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Readable } from 'node:stream'
import type { Dataset, Relation, TableSummary, Task } from '#shared/contract/tables.ts'
import { maximumUploadBytes } from '#shared/contract/wire.ts'
import { builtinTables } from '#shared/data/builtin.ts'
import { generators } from '#shared/data/generators/index.ts'
import { relateSteps } from '#shared/data/summary.ts'
import { sourceName, type DatasetSource } from '#shared/experiment/source.ts'
import { isFile } from './files.ts'
import { notGiven, tableMissing } from './tables/errors.ts'
import { createTableRegistry, type Remembered } from './tables/registry.ts'
import { createTableSources, type TableSourcesOptions } from './tables/sources.ts'
import { digestOf, sameStamp, stampOf } from './tables/stamp.ts'
import type { ReadTable } from './tables/types.ts'
import { unhurried } from './tables/unhurried.ts'
import { createUploads, tooLarge } from './tables/uploads.ts'

export interface TablesOptions extends TableSourcesOptions {
  /** Holds `tables.json`, `uploads` and `runs`. */
  readonly dataFolder: string
}

/**
 * The tables that a page may choose from. Of files it may read only those that came through its
 * shell, by being dropped or chosen, those that were opened before, and those that a run has in its own
 * folder: naming a path opens nothing.
 */
export interface Tables {
  list(): Promise<Dataset[]>
  /** @throws LabError `not-found` for a file that the page was not given; else as reading does */
  open(source: DatasetSource): Promise<TableSummary>
  relate(source: DatasetSource, target: string, task: Task): Promise<Relation[]>
  forget(source: DatasetSource): Promise<Dataset[]>
  /** For a race. Rejects as `open` does, too. */
  readonly read: ReadTable
  /**
   * For what a folder on the disk asks for, which no page has made up: the hash that it has of a file says
   * that it means this very file, wherever it came from. A file without one is to be given, as ever.
   */
  readonly readKnown: ReadTable
  /**
   * @returns where a file is that the page was given
   * @throws LabError `not-found` where it was not
   */
  given(source: DatasetSource): Promise<string>
  /** Whether a page sent the file, whose own folder lies elsewhere. */
  isUploaded(path: string): boolean
  /** Gives up the readings under way. @returns false where none was */
  cancel(): boolean
  /** Lets the page open a file that a person gave it. @param path absolute */
  admit(path: string): DatasetSource
  /**
   * Takes a file whose bytes the page sends, and lets the page open it.
   *
   * @param size of it as announced, or 0
   * @throws LabError `file-too-large`, `file-not-taken`
   */
  receive(name: string, size: number, body: Readable): Promise<DatasetSource>
  /** Removes uploaded files that nobody remembers. */
  sweep(): Promise<void>
}

export function createTables(options: TablesOptions): Tables {
  const sources = createTableSources(options)
  const registry = createTableRegistry(join(options.dataFolder, 'tables.json'))
  const admitted = new Set<string>()
  const runsFolder = join(options.dataFolder, 'runs')
  const uploadsFolder = resolve(options.dataFolder, 'uploads')
  const uploads = createUploads(uploadsFolder)

  const admit = (path: string): DatasetSource => {
    const absolute = resolve(path)
    admitted.add(absolute)
    return { file: absolute, read: {} }
  }

  const demand = async (source: DatasetSource): Promise<void> => {
    if (!('file' in source)) return
    const path = resolve(source.file)
    if (admitted.has(path) || (await isOfRun(path, runsFolder))) return
    if (!(await registry.list()).some((each) => each.path === path)) throw notGiven(path)
  }

  const list = async (): Promise<Dataset[]> => {
    const files = await registry.list()
    return [
      ...builtinTables.map(({ id, name }): Dataset => {
        return { source: { builtin: id }, name: name.en, kind: 'builtin', state: 'ready' }
      }),
      ...generators.map(({ id, name }): Dataset => {
        const source = { generator: id, settings: {} }
        return { source, name: name.en, kind: 'generator', state: 'ready' }
      }),
      ...(await Promise.all(files.map(fileDataset))),
    ]
  }

  const fileDataset = async (file: Remembered): Promise<Dataset> => ({
    source: { file: file.path, read: file.read, sha256: file.sha256 },
    name: basename(file.path),
    kind: 'file',
    state: await stateOf(file),
  })

  return {
    list,
    async open(source) {
      await demand(source)
      const { summary, file } = await sources.open(source)
      if ('file' in source && file) {
        await registry.remember({
          path: resolve(source.file),
          read: source.read,
          sha256: file.imported.sha256,
          stamp: file.stamp,
          openedAt: new Date().toISOString(),
        })
      }
      return summary
    },
    async relate(source, target, task) {
      await demand(source)
      const { table } = await sources.read(source, false)
      return unhurried(relateSteps(table, target, task))
    },
    async forget(source) {
      if ('file' in source) {
        const path = resolve(source.file)
        // Whoever takes it off the list may think better of it.
        if ((await registry.list()).some((each) => each.path === path)) admitted.add(path)
        await registry.forget(path)
      }
      return list()
    },
    async read(source, suggests) {
      await demand(source)
      return sources.read(source, suggests)
    },
    async readKnown(source, suggests) {
      if ('file' in source) {
        if (source.sha256 === undefined) await demand(source)
        // What is no plain file may never come to an end.
        else if (!(await isFile(source.file))) throw tableMissing(resolve(source.file))
      }
      return sources.read(source, suggests)
    },
    async given(source) {
      if (!('file' in source)) throw notGiven(sourceName(source))
      await demand(source)
      return resolve(source.file)
    },
    isUploaded: (path) => !relative(uploadsFolder, path).startsWith('..'),
    cancel: () => sources.cancel(),
    admit,
    async receive(name, size, body) {
      if (size > maximumUploadBytes) throw tooLarge(name, maximumUploadBytes)
      return admit(await uploads.receive(name, body))
    },
    async sweep() {
      await uploads.sweep((await registry.list()).map(({ path }) => path))
    },
  }
}

/** Whether a file is a table that a run brought along: `<runs>/<run>/data/<file>`, whatever links lead there. */
async function isOfRun(path: string, runsFolder: string): Promise<boolean> {
  try {
    const place = relative(await realpath(runsFolder), await realpath(path)).split(sep)
    return place.length === 3 && place[0] !== '..' && place[1] === 'data'
  } catch {
    return false
  }
}

/** Only a file whose stamp is another, but whose size is the same, has to be read for it. */
async function stateOf({ path, sha256, stamp }: Remembered): Promise<Dataset['state']> {
  const now = await stampOf(path)
  if (!now) return 'missing'
  if (sameStamp(now, stamp)) return 'ready'
  if (now.bytes !== stamp.bytes) return 'changed'
  return (await digestOf(path)) === sha256 ? 'ready' : 'changed'
}
