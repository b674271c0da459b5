import { realpath, stat } from 'node:fs/promises'
import { basename, relative, resolve, sep } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { tableMissing } from './errors.ts'
import type { ReadTable, SourcedTable } from './types.ts'

export interface RunTableOptions {
  /** The run's own folder. */
  readonly folder: string
  readonly spec: ExperimentSpec
  readonly readTable: ReadTable
  /** A file that the person says is the run's table. @default the one that the run names */
  readonly file?: string | undefined
  /** Whether the table must name a target. @default false */
  readonly suggests?: boolean
}

/**
 * Reads the table that a run was trained on. A run may come from anywhere, and name any file of this
 * machine: unless the file lies in the run's own folder, or a person says that it is the one, the run
 * has to know its hash.
 *
 * @throws LabError `table-foreign` where it does not, `table-missing`; whatever reading throws
 */
export async function readRunTable(options: RunTableOptions): Promise<SourcedTable> {
  const { folder, spec, readTable, file, suggests = false } = options
  const { dataset } = spec
  if (!('file' in dataset)) return readTable(dataset, suggests)
  const path = resolve(file ?? dataset.file)
  // What is no plain file may never come to an end, or wait for ever.
  if (!(await stat(path).catch(() => undefined))?.isFile()) throw tableMissing(path)
  const isKnown = dataset.sha256 !== undefined || file !== undefined
  if (!isKnown && !(await liesIn(path, folder))) throw foreign(path)
  return readTable({ ...dataset, file: path }, suggests)
}

/** Whether a file lies below a folder, wherever links lead. */
async function liesIn(path: string, folder: string): Promise<boolean> {
  const [first] = relative(await realpath(folder), await realpath(path)).split(sep)
  return first !== undefined && first !== '' && first !== '..' && !first.includes(':')
}

function foreign(path: string): LabError {
  const name = basename(path)
  return new LabError(
    'table-foreign',
    `The run names the file ${path} as its table but does not hold its hash, so it may come from another machine and mean another file. Look at the file; if it is the table, name it by --table, or open it and race anew.`,
    { parameters: { name, path } },
  )
}
