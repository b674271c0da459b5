import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import {
  parseSweep,
  trialsOf,
  type SweepSpec,
  type Trial,
  type TrialResult,
} from '#shared/experiment/sweep/index.ts'
import { parseJson } from '#shared/json.ts'
import { z } from '#shared/schema.ts'
import { makeFolder, readText } from '../files.ts'
import { surveyLines } from '../log-survey.ts'
import { rawLines } from '../raw-lines.ts'
import { faultOf } from '../json-file.ts'
import { infoText } from '../run-files.ts'
import { logFailed } from '../run-log.ts'
import { refuseNewer } from '../run-reader.ts'
import { isSealed } from '../seal.ts'
import type { DoneShard, SweepWork } from '../shards/index.ts'

/*
 * A sweep's record on disk: a folder with `sweep.json` (what was asked for), `trials.jsonl` (a
 * finished trial a line, only ever appended) and `runs`, the records of the stacked races that ran
 * the trials.
 */

/** The form of a sweep's folder; raised when an older reader could not read it. 1 had no checksums. */
const folderVersion = 2

/** What was asked for. */
export const sweepName = 'sweep.json'

/** The trials' file. */
export const trialsName = 'trials.jsonl'

const infoSchema = z.object({
  version: z.int().min(1).max(folderVersion),
  id: z.string().min(1).max(100),
  created: z.iso.datetime(),
  app: z.string(),
  /** Trials of one stacked race: a resumed sweep stacks them as the first time, so it has the same numbers. */
  stacked: z.int().min(1),
  spec: z.unknown(),
})

export type SweepInfo = Omit<z.output<typeof infoSchema>, 'version' | 'spec'>

const lineSchema = z.object({
  trial: z.int().min(0),
  /** The contestant's lane. */
  lane: z.string(),
  hyper: z.record(z.string(), z.number()),
  scores: z.array(z.number().nullable()),
})

/** A line of `trials.jsonl`. */
export type TrialLine = z.output<typeof lineSchema>

/** A sweep as its folder records it. */
export interface StoredSweep extends SweepInfo {
  readonly folder: string
  readonly spec: SweepSpec
  readonly trials: readonly Trial[]
  /** Of the finished trials, by their index. */
  readonly results: ReadonlyMap<number, TrialResult>
  /** Where it was cut into shards, which keep the trials' scores then. */
  readonly work?: SweepWork
  /** How those came about that are done. */
  readonly ran?: readonly DoneShard['ran'][]
}

/** @throws LabError `log-failed` */
export async function createSweepFolder(
  folder: string,
  spec: SweepSpec,
  info: SweepInfo,
): Promise<void> {
  try {
    await makeFolder(folder)
    const file = await open(join(folder, sweepName), 'wx')
    try {
      await file.writeFile(infoText({ version: folderVersion, ...info, spec }))
      await file.datasync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw logFailed(folder, error)
  }
}

/** @throws LabError `bad-file` when it is not the folder of a sweep */
export async function readSweepFolder(folder: string): Promise<StoredSweep> {
  const path = join(folder, sweepName)
  try {
    const json: unknown = JSON.parse(await readText(path))
    refuseNewer(path, json, folderVersion)
    const stored = infoSchema.parse(json)
    if (stored.version > 1 && !isSealed(json)) throw new Error('it is not what was written')
    const { id, created, app, stacked } = stored
    const spec = parseSweep(stored.spec)
    const trials = trialsOf(spec)
    const results = await readTrials(folder, spec, trials)
    return { folder, id, created, app, stacked, spec, trials, results }
  } catch (error) {
    const reason = faultOf(error)
    throw new LabError(
      'bad-file',
      `${path} cannot be read as a sweep (${reason}). Choose the folder of a sweep.`,
      { parameters: { path, reason }, cause: error },
    )
  }
}

/**
 * Reads what is finished. A line that cannot be read, as the last of a program that was killed, or
 * that is of no trial of this sweep counts for nothing: its trial is run again.
 */
async function readTrials(
  folder: string,
  spec: SweepSpec,
  trials: readonly Trial[],
): Promise<ReadonlyMap<number, TrialResult>> {
  const results = new Map<number, TrialResult>()
  for (const line of await linesOf(join(folder, trialsName))) {
    const read = lineSchema.safeParse(parseJson(line)).data
    const trial = read && trials[read.trial]
    if (!trial || results.has(trial.index)) continue
    const own = lineOf(spec, trial, read.scores)
    const same = JSON.stringify([own.lane, own.hyper]) === JSON.stringify([read.lane, read.hyper])
    if (!same || read.scores.length !== spec.experiment.seeds.length) continue
    results.set(trial.index, { index: trial.index, scores: read.scores })
  }
  return results
}

/** The lines of the trials' file that are what was written. */
async function linesOf(path: string): Promise<string[]> {
  try {
    const { skipped, bytes } = await surveyLines(path)
    const sound: string[] = []
    for await (const lines of rawLines(path, bytes)) {
      const kept = lines.filter(({ number }) => !skipped.has(number))
      sound.push(...kept.map((line) => line.bytes.toString('utf8')))
    }
    return sound
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** @returns a finished trial as a line */
export function lineOf(
  spec: SweepSpec,
  trial: Trial,
  scores: readonly (number | null)[],
): TrialLine {
  const lane = spec.experiment.lanes[trial.contestant]?.id ?? ''
  return { trial: trial.index, lane, hyper: { ...trial.hyper }, scores: [...scores] }
}

/** @returns the sweeps' folders below it, the newest first; none where there is no such folder */
export async function sweepFolders(sweepsFolder: string): Promise<string[]> {
  const names = await readdir(sweepsFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .sort()
    .reverse()
    .map((name) => join(sweepsFolder, name))
}
