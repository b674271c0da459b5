import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { Races, type RacesOptions } from '#main/lab/races.ts'
import { readLog } from '#main/lab/log-reader.ts'
import type { TrainerPool } from '#main/trainer/types.ts'
import type { RaceStatus } from '#shared/contract/calls.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import { findPreset } from '#shared/experiment/presets.ts'
import { parseSpec, type ExperimentInput, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { sourceName } from '#shared/experiment/source.ts'
import { root } from '#test/support/golden.ts'
import { readTable } from '#test/support/tables.ts'
import { borrowPool, built } from '../support.ts'

export { built, root }

/** A laboratory over real trainer processes and a folder of its own. */
export interface TestLab {
  readonly folder: string
  readonly pool: TrainerPool
  readonly races: Races
  /** Every status reported, in order. */
  readonly statuses: RaceStatus[]
  close(): Promise<void>
}

export async function openLab(options: Partial<RacesOptions> = {}): Promise<TestLab> {
  const out = await built()
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  const pool = borrowPool(out, 2)
  const statuses: RaceStatus[] = []
  const races = new Races({
    pool,
    readTable: async (source) => ({ table: await readTable(sourceName(source)), source }),
    runsFolder: join(folder, 'runs'),
    version: '1.2.3',
    onStatus: (status) => statuses.push(status),
    ...options,
  })
  return {
    folder,
    pool,
    races,
    statuses,
    async close() {
      await races.dispose()
      await pool.dispose()
      await rm(folder, { recursive: true })
    },
  }
}

/** The preset of the tutorial, with what a test cares about in its place. */
export function iris(change: Partial<ExperimentInput> = {}): ExperimentSpec {
  const preset = findPreset('iris')
  if (!preset) throw new Error('there is no preset iris')
  return parseSpec({ ...preset.spec, ...change })
}

/** The records of a run's log, in order; fails when a line is damaged. */
export async function recordsOf(folder: string): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  const { lost, torn } = await readLog(folder, (record) => records.push(record))
  expect({ lost, torn }).toEqual({ lost: [], torn: false })
  return records
}

/** The records of one kind. */
export function ofKind<K extends LogRecord['kind']>(
  records: readonly LogRecord[],
  kind: K,
): Extract<LogRecord, { kind: K }>[] {
  return records.filter((record): record is Extract<LogRecord, { kind: K }> => record.kind === kind)
}

/** The folders of a runs folder, the oldest first. */
export async function runsIn(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'runs')).catch(() => [])
  return names.sort().map((name) => join(folder, 'runs', name))
}
