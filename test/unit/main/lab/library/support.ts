import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createWriteStream } from 'node:fs'
import { openBundle } from '#main/lab/library/bundle/write.ts'
import { infoText, specChecksum } from '#main/lab/run-files.ts'
import { folderName } from '#main/lab/run-folder.ts'
import { sealLine } from '#main/lab/seal.ts'
import { Library, type LibraryOptions } from '#main/lab/library/index.ts'
import { logVersion, type LogLine, type RunInfo } from '#shared/experiment/log.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'
import { root } from '#test/support/golden.ts'

/** Runs that the program's first versions recorded. */
export const recordsOfOld = join(root, 'test', 'fixtures', 'runs')

/** A data folder of its own. */
export interface TestFolder {
  readonly folder: string
  readonly runs: string
  library(options?: Partial<LibraryOptions>): Library
  close(): Promise<void>
}

export async function testFolder(): Promise<TestFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  const runs = join(folder, 'runs')
  const opened: Library[] = []
  await mkdir(runs)
  return {
    folder,
    runs,
    library(options = {}) {
      const own = { runsFolder: runs, deletedFolder: join(folder, 'deleted') }
      const library = new Library({ ...own, ...options })
      opened.push(library)
      return library
    },
    async close() {
      for (const library of opened) await library.dispose()
      await rm(folder, { recursive: true })
    },
  }
}

/** Two lanes of two seeds on Iris: runs 0 and 1 are of `quick`, 2 and 3 of `slow`. */
export const smallSpec: ExperimentInput = {
  title: 'Small',
  dataset: { builtin: 'iris' },
  lanes: [
    { id: 'quick', optimizer: 'adam' },
    { id: 'slow', optimizer: 'sgd' },
  ],
  seeds: [1, 2],
  budget: { epochs: 2 },
  record: { metrics: ['trainLoss', 'validationLoss'] },
}

export const start: LogLine = {
  kind: 'start',
  at: '2026-11-20T10:00:00.000Z',
  shape: {
    ...{ lanes: 2, seeds: 2, featureNames: ['a', 'b', 'c', 'd'], classNames: ['x', 'y', 'z'] },
    ...{ trainRows: 120, validationRows: 30, droppedRows: 0, stepsPerEpoch: 4, steps: 8 },
    // 4 · 3 weights and 3 biases.
    ...{ parameters: 15, shards: 1 },
  },
}

/** Of runs 0 to 3, in order. */
export function point(step: number, validationLoss: (number | 'NaN')[]): LogLine {
  const runs = validationLoss.map((_, run) => run)
  const trainLoss = validationLoss.map(() => 1)
  const seconds = step / 100
  return {
    ...{ kind: 'metrics', shard: 0, step, samples: 30 * step, seconds, runs },
    ...{ trainLoss, validationLoss },
  }
}

export const end: LogLine = {
  kind: 'end',
  at: '2026-11-20T10:01:00.000Z',
  reason: 'finished',
  step: 8,
}

export const finished: LogLine[] = [
  start,
  point(4, [0.9, 0.7, 1.1, 1.2]),
  point(8, [0.5, 0.3, 0.9, 1.1]),
  end,
]

export interface SmallRun {
  readonly id?: string
  readonly created?: string
  readonly spec?: unknown
  readonly info?: Partial<RunInfo>
  /** Lines or, as it stands in the file, a text. */
  readonly log?: readonly LogLine[] | string
}

export function infoOf(id: string, created: string): RunInfo {
  return {
    ...{ version: logVersion, id, title: 'Small', created, app: '0.1.0', engine: 'native' },
    ...{ tensorflow: { package: '4.22.0', library: '1.15.0' }, node: '20.0.0', platform: 'linux' },
    shards: [{ lanes: [0, 2], seeds: [0, 2] }],
  }
}

/** @param before lines that the log has already */
export const logText = (lines: readonly LogLine[], before = 0): string =>
  lines
    .map((line, at) => `${sealLine(JSON.stringify(line), { line: before + at + 1, hand: 0 })}\n`)
    .join('')

/** Puts a run into a folder of runs. @returns its own folder */
export async function putRun(runs: string, run: SmallRun = {}): Promise<string> {
  const { id = 'aaaa0001', created = '2026-11-20T10:00:00.000Z', log = finished } = run
  const spec = run.spec ?? parseSpec(smallSpec)
  const folder = join(runs, folderName(created, parseSpec(smallSpec), id))
  await mkdir(folder, { recursive: true })
  const info = { ...infoOf(id, created), spec: specChecksum(spec), ...run.info }
  await writeFile(join(folder, 'spec.json'), JSON.stringify(spec, null, 2))
  await writeFile(join(folder, 'run.json'), infoText(info))
  await writeFile(join(folder, 'log.jsonl'), typeof log === 'string' ? log : logText(log))
  return folder
}

/** Packs a run into a file. */
export async function bundleFile(folder: string, path: string): Promise<string> {
  await pipeline(await openBundle(folder, '1.2.3'), createWriteStream(path))
  return path
}

/** Every file below a folder, by its path in it. */
export async function filesOf(folder: string): Promise<Record<string, Buffer>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile())
  return Object.fromEntries(
    await Promise.all(
      files.map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        return [path.slice(folder.length + 1), await readFile(path)] as const
      }),
    ),
  )
}
