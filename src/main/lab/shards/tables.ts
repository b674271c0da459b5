import { copyFile, rename, rm } from 'node:fs/promises'
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import { describeRace } from '#shared/data/describe.ts'
import { specError } from '#shared/experiment/faults.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { chunkSpec } from '#shared/experiment/sweep/index.ts'
import { judgingRace, tuningRace, type TournamentSpec } from '#shared/tournament/index.ts'
import { isFile, makeFolder } from '../files.ts'
import { resolvedSpec } from '../raced-table.ts'
import { logFailed } from '../run-log.ts'
import type { ReadTable, SourcedTable } from '../tables/types.ts'
import type { WorkAsked } from './work.ts'

export interface Placing {
  readonly readTable: ReadTable
}

/** What one run is. */
interface RunSize {
  readonly parameters: number
  readonly steps: number
}

/** Work that was checked against its tables. */
export interface Placed {
  /** What was asked, with tables as the work folder has them, and with all that was found in them. */
  readonly asked: WorkAsked
  /** Per task; a sweep is one. */
  readonly sizes: readonly RunSize[]
}

/**
 * Checks work against its tables, and copies those that are people's files into its folder, so that
 * nothing beside the folder is needed.
 *
 * @throws LabError `bad-spec` with paths as they stand in what was asked, `log-failed`, or what reading throws
 */
export async function placeTables(
  folder: string,
  asked: WorkAsked,
  { readTable }: Placing,
): Promise<Placed> {
  if (asked.kind === 'sweep') {
    const { spec } = asked
    const race = { ...chunkSpec(spec, []), lanes: spec.experiment.lanes }
    const found = await check(race, readTable, 'experiment.', 'objective.metric')
    const dataset = await place(folder, found.spec.dataset)
    const { target, features } = found.spec
    const experiment = { ...spec.experiment, dataset, target, features }
    return {
      asked: { kind: 'sweep', spec: { ...spec, experiment } },
      sizes: [found.size],
    }
  }
  const tasks: TournamentSpec['tasks'] = []
  const sizes: RunSize[] = []
  for (const [index, task] of asked.spec.tasks.entries()) {
    const prefix = `tasks[${index}].`
    const cell = { task: index, contestant: 0 }
    // Every contestant is looked at: its warm-up may outlast the task.
    const lanes = asked.spec.contestants.map(({ lane }) => lane)
    const metricPath = task.objective ? `${prefix}objective.metric` : 'objective.metric'
    const judging = { ...judgingRace(asked.spec, cell, ['defaults']), lanes }
    const found = await check(judging, readTable, prefix, metricPath)
    await check({ ...tuningRace(asked.spec, cell, []), lanes }, readTable, prefix, metricPath)
    const { target, features } = found.spec
    const dataset = await place(folder, found.spec.dataset)
    tasks.push({ ...task, dataset, target, features })
    sizes.push(found.size)
  }
  return { asked: { kind: 'tournament', spec: { ...asked.spec, tasks } }, sizes }
}

async function check(
  spec: ExperimentSpec,
  readTable: ReadTable,
  prefix: string,
  metricPath: string,
): Promise<{ readonly spec: ExperimentSpec; readonly size: RunSize }> {
  try {
    const { table, source } = await readTable(spec.dataset, spec.target === undefined)
    const { parameters, steps } = describeRace(spec, table)
    return { spec: resolvedSpec(spec, table, source), size: { parameters, steps } }
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'bad-spec') throw error
    const details = error.details.map((line) =>
      line.startsWith('record.metrics[0]')
        ? line.replace('record.metrics[0]', metricPath)
        : `${prefix}${line}`,
    )
    throw specError('The work does not fit its table:', details)
  }
}

/** @returns the source as it stands in the folder's `work.json`: a file by its path below the folder */
async function place(folder: string, source: DatasetSource): Promise<DatasetSource> {
  if (!('file' in source)) return source
  const { sha256 = 'table' } = source
  // Its name is what people call it by.
  const within = ['tables', sha256.slice(0, 16), basename(source.file)]
  const path = join(folder, ...within)
  try {
    if (!(await isFile(path))) {
      await makeFolder(join(folder, ...within.slice(0, -1)))
      const draft = `${path}.draft`
      try {
        await copyFile(source.file, draft)
        await rename(draft, path)
      } finally {
        await rm(draft, { force: true })
      }
    }
  } catch (error) {
    throw logFailed(path, error)
  }
  return { ...source, file: within.join('/') }
}

/** @returns the path of a file that was placed in the work folder; undefined for any other source */
function placedPath(folder: string, source: DatasetSource): string | undefined {
  if (!('file' in source) || isAbsolute(source.file)) return undefined
  const path = resolve(folder, source.file)
  // A folder that somebody made up may name any file.
  return relative(folder, path).split(sep)[0] === 'tables' ? path : undefined
}

/**
 * Reads a table as some work names it.
 *
 * @throws LabError `table-missing`, `table-changed` where it is not the one that was placed there
 */
export function readWorkTable(
  folder: string,
  dataset: DatasetSource,
  readTable: ReadTable,
  suggests: boolean,
): Promise<SourcedTable> {
  const placed = placedPath(folder, dataset)
  if (!('file' in dataset) || placed === undefined) return readTable(dataset, suggests)
  return readTable({ ...dataset, file: placed }, suggests)
}
