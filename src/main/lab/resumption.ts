import { isDeepStrictEqual } from 'node:util'
import type { RaceShape } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { RateChange } from '#shared/contract/stream.ts'
import type { RaceDescription } from '#shared/data/describe.ts'
import type { LogRecord, RunInfo } from '#shared/experiment/log.ts'
import { begunSeeds } from '#shared/experiment/numbering.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { noCheckpoint } from '../trainer/checkpoints.ts'
import type { RaceResumption, ShareResumption } from '../trainer/types.ts'
import { readKept } from './checkpoint-files.ts'
import { readLog, type LogDamage } from './log-reader.ts'
import { foreignLog } from './run-damage.ts'
import { noStart, type RunEnding } from './run-reader.ts'

/** What a run's log says of how it went, besides what it measured. */
export interface RunCourse {
  readonly shape: RaceShape
  /** When its log says that it was begun. */
  readonly began: string
  /** The present budget, extensions included. */
  readonly steps: number
  /** Ends of earlier budgets that were reached. */
  readonly points: readonly number[]
  /** Rates changed by hand, each with the share that tells it. */
  readonly rates: readonly (RateChange & { readonly shard: number })[]
  /** How far each share's record comes. */
  readonly came: ReadonlyMap<number, Came>
  /** How far each had come when the race was last written to an end of its own, finished or stopped. */
  readonly ended: ReadonlyMap<number, Came>
  /** Missing where it was interrupted. */
  readonly end: RunEnding | undefined
  readonly damage: LogDamage
}

/** How far a share's record comes. */
interface Came {
  /** Its last recorded point. */
  readonly step: number
  /** Runs that had come to an early end. */
  readonly over: number
}

/** Of what was measured nothing but whether it is there. */
const courseKinds = [
  'start',
  'phase',
  'pace',
  'rate',
  'extend',
  'resume',
  'metrics',
  'event',
  'end',
] as const

/** @throws LabError `bad-file` where the log cannot be read, or does not begin as one */
export async function readCourse(folder: string): Promise<RunCourse> {
  let shape: RaceShape | undefined
  let began = ''
  let end: RunEnding | undefined
  const rates: (RateChange & { shard: number })[] = []
  const came = new Map<number, Came>()
  let ended: ReadonlyMap<number, Came> = new Map()
  const come = (shard: number, step: number, over: number): void => {
    const before = came.get(shard) ?? { step: 0, over: 0 }
    came.set(shard, { step: Math.max(before.step, step), over: before.over + over })
  }
  /** Each budget, and the step from which it was in force. */
  const budgets: { from: number; steps: number }[] = []
  const take = (record: LogRecord): void => {
    end = record.kind === 'end' ? record : undefined
    if (record.kind === 'start') {
      shape = record.shape
      began = record.at
      budgets.push({ from: 0, steps: shape.steps })
    }
    if (record.kind === 'rate') rates.push(record)
    if (record.kind === 'metrics') come(record.shard, record.step, 0)
    if (record.kind === 'event' && record.event.ends) come(record.shard, 0, 1)
    if (record.kind === 'end' && record.reason !== 'failed') ended = new Map(came)
    if (record.kind === 'extend' && shape) {
      const more = record.epochs * shape.stepsPerEpoch
      const steps = record.steps ?? record.step + more
      budgets.push({ from: steps - more, steps })
    }
  }
  const damage = await readLog(folder, take, courseKinds)
  const last = budgets.at(-1)
  if (!shape || !last) throw noStart(folder)
  return {
    shape,
    began,
    steps: last.steps,
    // One that was given up before it was reached was never an end.
    points: budgets.flatMap(({ steps }, index) => {
      const next = budgets[index + 1]
      return next && next.from >= steps ? [steps] : []
    }),
    ...{ rates, came, ended, end, damage },
  }
}

/** What a run needs to go on, and which of its shares that is about. */
export interface Resuming {
  readonly resume: RaceResumption
  /** Of each share to resume its place among all shares of the run. */
  readonly places: readonly number[]
}

/**
 * What a run needs to go on, from its folder. Where its log has lost something measured it goes on from
 * its beginning: then that is recorded once more. In a run to which seeds were added, shares that have done
 * all they had to do rest.
 */
export async function readResumption(
  folder: string,
  spec: ExperimentSpec,
  info: RunInfo,
  course: RunCourse,
): Promise<Resuming> {
  const all = [...info.shards.keys()]
  const open = all.filter((shard) => !rests(info, course, shard))
  // Where nothing is left to do but to write the end, all write theirs.
  const places = open.length > 0 ? open : all
  const shares = places.map(async (shard): Promise<ShareResumption> => {
    const { lanes, seeds } = info.shards[shard]!
    const kept = course.damage.holed ? undefined : (await readKept(folder, shard, info)).kept
    const rates = ratesOf(spec, info, course.rates, shard)
    return { lanes, seeds, checkpoint: kept, rates }
  })
  const { steps, points } = course
  return { resume: { steps, points, shares: await Promise.all(shares) }, places }
}

/** Whether a share of a run with added seeds had come to its end, and written it, when the run last did. */
function rests(info: RunInfo, { steps, ended, damage }: RunCourse, shard: number): boolean {
  const came = ended.get(shard)
  if (!came || !info.added || damage.holed) return false
  return came.step >= steps || isOver(info, came, shard)
}

function isOver(info: RunInfo, { over }: Came, shard: number): boolean {
  const { lanes, seeds } = info.shards[shard]!
  return over >= (lanes[1] - lanes[0]) * (seeds[1] - seeds[0])
}

/**
 * How far the shares of a run that is over stand that can go on: from there an extension counts.
 *
 * @returns undefined where every run has ended early
 */
export async function furthestOf(
  folder: string,
  info: RunInfo,
  course: RunCourse,
): Promise<number | undefined> {
  const nowhere: Came = { step: 0, over: 0 }
  const stands = [...info.shards.keys()].map(async (shard) => {
    const came = course.came.get(shard) ?? nowhere
    if (isOver(info, came, shard)) return undefined
    return (await readKept(folder, shard, info)).kept?.step ?? came.step
  })
  const steps = (await Promise.all(stands)).filter((step) => step !== undefined)
  return steps.length > 0 ? Math.max(...steps) : undefined
}

/**
 * The rates of a share that were changed by hand, lanes as the spec counts them. Added seeds have those of
 * before as the lane's first seed had them: every process tells a step of its own.
 *
 * @param rates of the whole run, in order
 */
export function ratesOf(
  spec: ExperimentSpec,
  { shards, added = [] }: Pick<RunInfo, 'shards' | 'added'>,
  rates: RunCourse['rates'],
  shard: number,
): ShareResumption['rates'] {
  const { lanes, seeds } = shards[shard]!
  let first = begunSeeds({ shards, added })
  const since = added.find(({ seeds: more }) => {
    const from = first
    first += more.length
    return from <= seeds[0] && seeds[0] < first
  })?.at
  return rates.flatMap(({ lane: id, rate, step, at, shard: teller }) => {
    const lane = spec.lanes.findIndex((each) => each.id === id)
    const before = since !== undefined && at < since && shards[teller]?.seeds[0] === 0
    const mine = teller === shard || (before && lanes[0] <= lane && lane < lanes[1])
    return mine ? [{ lane, rate, step }] : []
  })
}

/** The same run from its beginning: its checkpoints are of no use. */
export function withoutCheckpoints(resume: RaceResumption): RaceResumption {
  return {
    ...resume,
    shares: resume.shares.map(({ lanes, seeds, rates }) => ({ lanes, seeds, rates })),
  }
}

/** A race whose settings, or what a person changed in it, nobody knows any more cannot go the same way. */
export function demandSound(
  folder: string,
  info: RunInfo,
  altered: readonly string[],
  { began, damage }: RunCourse,
): void {
  const [file] = [...altered, ...foreignLog(info, began)]
  const lacks =
    damage.lostHand > 0 ? 'what was changed by hand is lost with lines of log.jsonl' : ''
  const reason = file === undefined ? lacks : `${file} is not what was written`
  if (reason === '') return
  throw new LabError(
    'bad-file',
    `The run in ${folder} cannot go on to the same numbers: ${reason}. Bring back the file from a copy, or race anew.`,
    { parameters: { path: folder, reason } },
  )
}

export function demandOpen({ end }: RunCourse): void {
  if (end?.reason !== 'finished') return
  throw new LabError('wrong-phase', 'This race is finished: it has nothing left to do.', {
    parameters: { phase: 'finished' },
  })
}

/** The program's own tables and generators may have changed with it. */
export function demandSame(before: RaceShape, today: RaceDescription): void {
  const counts = ['lanes', 'seeds', 'trainRows', 'stepsPerEpoch', 'parameters'] as const
  const names = ['featureNames', 'classNames'] as const
  const same =
    counts.every((key) => before[key] === today[key]) &&
    names.every((key) => isDeepStrictEqual(before[key], today[key]))
  if (!same) throw otherTable()
}

export function otherTable(): LabError {
  return noCheckpoint(new Error('its table gives another race today'))
}
