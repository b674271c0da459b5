import { relative, sep } from 'node:path'
import type { LostSteps, RunDamage } from '#shared/contract/runs.ts'
import type { RaceShape } from '#shared/contract/calls.ts'
import type { RunInfo } from '#shared/experiment/log.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { createSchedule } from '#shared/training/schedule.ts'
import { checkpointName, readKept } from './checkpoint-files.ts'
import { readLog, recordsOf, type LogDamage } from './log-reader.ts'
import { readRunFolder, type RunFolder } from './run-reader.ts'
import { digestOf } from './tables/stamp.ts'

/** Ranges of lines and of steps that are reported one by one. */
const mostTold = 20

type Run = Pick<RunFolder, 'spec' | 'info'>

/**
 * Looks at everything in a run's folder that has a checksum, whatever is known of it already.
 *
 * @returns undefined where it is whole
 * @throws LabError `bad-file`, `bad-spec` where it cannot be read at all
 */
export async function inspectRun(folder: string): Promise<RunDamage | undefined> {
  const run = await readRunFolder(folder)
  let began: string | undefined
  const damage = await readLog(
    folder,
    (record) => {
      if (record.kind === 'start') began ??= record.at
    },
    ['start'],
  )
  return damageOf(
    [
      ...run.altered,
      ...foreignLog(run.info, began),
      ...(await damagedCheckpoints(folder, run.info)),
      ...(await alteredTable(folder, run.spec)),
    ],
    await lossOf(folder, damage, run),
  )
}

/** @returns what is reported of damage; undefined where there is none */
export function damageOf(
  files: readonly string[],
  loss: Omit<RunDamage, 'files'>,
): RunDamage | undefined {
  if (files.length === 0 && loss.lines === 0) return undefined
  return { files: [...files], ...loss }
}

/** The log where it is of another run. @param began what it says of when its run was begun */
export function foreignLog(
  info: Pick<RunInfo, 'version' | 'created'>,
  began: string | undefined,
): string[] {
  return info.version > 2 && began !== undefined && began !== info.created ? ['log.jsonl'] : []
}

/** @returns the files of a run's checkpoints that are not what was written: their shares would begin anew */
export async function damagedCheckpoints(folder: string, info: RunInfo): Promise<string[]> {
  const names: string[] = []
  for (const shard of info.shards.keys()) {
    const found = await readKept(folder, shard, info)
    if (!found.kept && found.fault === 'damaged') names.push(checkpointName(shard))
  }
  return names
}

/** @returns the table that a run brings along, where it is not the one raced on */
export async function alteredTable(folder: string, { dataset }: ExperimentSpec): Promise<string[]> {
  if (!('file' in dataset) || dataset.sha256 === undefined) return []
  const name = relative(folder, dataset.file)
  if (!name.startsWith(`data${sep}`)) return []
  const sha256 = await digestOf(dataset.file).catch(() => undefined)
  return sha256 === dataset.sha256 ? [] : [name]
}

/**
 * @param run left out where it cannot be read
 * @returns what a damaged log has lost
 */
export async function lossOf(
  folder: string,
  damage: LogDamage,
  run?: Run,
): Promise<Omit<RunDamage, 'files'>> {
  const lines = damage.lost.reduce((sum, { from, to }) => sum + to - from + 1, 0)
  const ranges = damage.lost.slice(0, mostTold).map(({ from, to }): [number, number] => [from, to])
  const steps = lines > 0 && run ? await lostSteps(folder, run) : []
  return { lines, ranges, steps: steps.slice(0, mostTold) }
}

/** Which recorded points a log lacks: its schedule says which there were. */
async function lostSteps(folder: string, { spec, info }: Run): Promise<LostSteps[]> {
  const shares = info.shards.map(({ lanes, seeds }) => ({
    lanes: spec.lanes.slice(...lanes).map(({ id }) => id),
    seeds: spec.seeds.slice(...seeds),
    runs: (lanes[1] - lanes[0]) * (seeds[1] - seeds[0]),
    /** The last point that is there, and the step by which every run had ended, if they have. */
    last: 0,
    over: undefined as number | undefined,
  }))
  const lost: LostSteps[] = []
  let shape: RaceShape | undefined
  let schedule = createSchedule(spec, 1)
  let ended: { step: number; finished: boolean } | undefined
  const miss = (share: (typeof shares)[number], from: number, to: number): void => {
    if (from <= to && lost.length <= mostTold) {
      lost.push({ lanes: share.lanes, seeds: share.seeds, from, to })
    }
  }
  for await (const record of recordsOf(folder, ['start', 'metrics', 'event', 'end', 'extend'])) {
    if (record.kind === 'start') {
      shape = record.shape
      schedule = createSchedule(spec, Math.max(1, shape.trainRows))
    }
    if (record.kind === 'end') ended = { step: record.step, finished: record.reason === 'finished' }
    if (record.kind === 'extend') ended = undefined
    const share = 'shard' in record ? shares[record.shard] : undefined
    if (share && record.kind === 'event' && record.event.ends && --share.runs === 0) {
      share.over = record.event.step
    }
    if (share && record.kind === 'metrics' && record.step > share.last) {
      if (shape) miss(share, schedule.nextPoint(share.last), record.step - 1)
      share.last = record.step
    }
  }
  if (!shape) return lost
  for (const [shard, share] of shares.entries()) {
    // Where the log does not say how far it came, a checkpoint may.
    const kept = ended ? undefined : (await readKept(folder, shard, info)).kept?.step
    const until = Math.min(share.over ?? Infinity, ended?.step ?? kept ?? 0)
    const next = schedule.nextPoint(share.last)
    // The last step of a budget is a point, too.
    const from = ended?.finished && share.over === undefined ? Math.min(next, until) : next
    if (share.last < until) miss(share, from, until)
  }
  return lost
}
