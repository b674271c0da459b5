import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import { parseSweep, trialsOf, type SweepSpec } from '#shared/experiment/sweep/index.ts'
import { cellsOf, parseTournament, type TournamentSpec } from '#shared/tournament/index.ts'
import { z } from '#shared/schema.ts'
import { isFile, makeFolder, readText } from '../files.ts'
import { faultOf } from '../json-file.ts'
import { newRunId } from '../run-folder.ts'
import { logFailed } from '../run-log.ts'
import { refuseNewer } from '../run-reader.ts'
import { canonical, checksum, isSealed, sealed } from '../seal.ts'
import { cut, stackedTrials } from '../sweeps/chunks.ts'
import { placeTables, type Placed, type Placing } from './tables.ts'

/*
 * A work folder holds work that is cut into shards: `work.json` (what is asked for, and what each shard
 * does; written once), `tables` (people's tables that it needs) and `shards/<K>.json` (what a shard came
 * to). Shards know nothing of one another, and need nothing but the folder: whoever sees it can run any
 * of them, in any order, also twice.
 */

/** The form of a work folder; raised when an older reader could not read it. */
const workVersion = 1

/** What was asked for. */
export const workName = 'work.json'

const plan = z.object({
  /** What it runs, for people: `Iris, Adam`. */
  what: z.string(),
  /** Runs, at most. */
  runs: z.int().min(1),
  /** Of each run, at most. */
  steps: z.int().min(1),
})

const head = {
  version: z.int().min(1).max(workVersion),
  id: z.string().min(1).max(100),
  created: z.iso.datetime(),
  app: z.string(),
  /** Checksum of the spec as it was asked for, before anything was found in its tables. */
  asked: z.string(),
  spec: z.unknown(),
  check: z.string(),
}

const workSchema = z.discriminatedUnion('kind', [
  z.object({ ...head, kind: z.literal('tournament'), shards: z.array(plan).min(1) }),
  z.object({
    ...head,
    kind: z.literal('sweep'),
    /** Each has the trials from one index to before another. */
    shards: z.array(plan.extend({ from: z.int().min(0), to: z.int().min(1) })).min(1),
  }),
])

/** What a shard does, for people. */
type ShardPlan = z.output<typeof plan>

interface WorkBase {
  /** Absolute, or as it was given. */
  readonly folder: string
  readonly id: string
  readonly created: string
  /** The program's version that cut it. */
  readonly app: string
  /** Checksum of the spec as it was asked for; see `askedChecksum`. */
  readonly asked: string
  /** Of `work.json`: a shard of other work, or of an edited one, is none of this. */
  readonly check: string
}

/** Work of either kind, as its folder records it; shards are counted from 0. */
export type ShardedWork = WorkBase &
  (
    | {
        readonly kind: 'tournament'
        readonly spec: TournamentSpec
        readonly shards: readonly ShardPlan[]
      }
    | {
        readonly kind: 'sweep'
        readonly spec: SweepSpec
        readonly shards: readonly (ShardPlan & { readonly from: number; readonly to: number })[]
      }
  )

export type TournamentWork = Extract<ShardedWork, { readonly kind: 'tournament' }>
export type SweepWork = Extract<ShardedWork, { readonly kind: 'sweep' }>

/** What is to be cut into shards. */
export type WorkAsked =
  | { readonly kind: 'tournament'; readonly spec: TournamentSpec }
  | { readonly kind: 'sweep'; readonly spec: SweepSpec }

export interface CreateOptions extends Placing {
  /** The program's version. */
  readonly version: string
}

/**
 * Cuts work into shards and writes it down. How it is cut depends on what is asked for alone, never on
 * who will run it.
 *
 * @param folder made if it is not there; must not hold other work
 * @throws LabError `bad-spec` where it does not fit its tables, `log-failed`, or what reading them throws
 */
export async function createWork(
  folder: string,
  asked: WorkAsked,
  options: CreateOptions,
): Promise<ShardedWork> {
  const path = join(folder, workName)
  if (await isFile(path)) throw logFailed(path, new Error('there is other work in this folder'))
  try {
    await makeFolder(join(folder, 'shards'))
  } catch (error) {
    throw logFailed(folder, error)
  }
  const placed = await placeTables(folder, asked, options)
  const info = { version: workVersion, id: newRunId(), created: new Date().toISOString() }
  const content = sealed({
    ...info,
    app: options.version,
    asked: askedChecksum(asked),
    kind: asked.kind,
    spec: placed.asked.spec,
    shards: shardsOf(placed),
  })
  try {
    const file = await open(path, 'wx')
    try {
      await file.writeFile(`${JSON.stringify(content, null, 2)}\n`)
      await file.datasync()
    } finally {
      await file.close()
    }
  } catch (error) {
    // What was written in part would pass for damaged work.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(path, { force: true })
    throw logFailed(path, error)
  }
  return openWork(folder)
}

/** @returns what tells whether a folder's work is what is asked for */
export function askedChecksum({ kind, spec }: WorkAsked): string {
  return checksum(canonical({ kind, spec }))
}

function shardsOf({ asked, sizes }: Placed): object[] {
  if (asked.kind === 'tournament') {
    const { spec } = asked
    const { tuning, judging } = spec.seeds
    const runs = Math.max(...spec.budgets) * tuning.length + spec.budgets.length * judging.length
    return cellsOf(spec).map(({ task, contestant }) => ({
      what: `${spec.tasks[task]!.id}, ${spec.contestants[contestant]!.lane.id}`,
      runs,
      steps: sizes[task]!.steps,
    }))
  }
  const { spec } = asked
  const trials = trialsOf(spec)
  const seeds = spec.experiment.seeds.length
  const { parameters, steps } = sizes[0]!
  return cut(trials, stackedTrials(trials.length, seeds, parameters)).map((chunk) => {
    const [from, to] = [chunk[0]!.index, chunk.at(-1)!.index + 1]
    return { what: `trials ${from + 1} to ${to}`, runs: chunk.length * seeds, steps, from, to }
  })
}

/** Whether a folder holds work that is cut into shards. */
export function holdsWork(folder: string): Promise<boolean> {
  return isFile(join(folder, workName))
}

/** @throws LabError `bad-file` where it is no work folder, or not what was written */
export async function openWork(folder: string): Promise<ShardedWork> {
  const path = join(folder, workName)
  try {
    const json: unknown = JSON.parse(await readText(path))
    refuseNewer(path, json, workVersion)
    const read = workSchema.parse(json)
    if (!isSealed(json)) throw new Error('it is not what was written')
    const { id, created, app, asked, check } = read
    const base = { folder, id, created, app, asked, check }
    return read.kind === 'tournament'
      ? { ...base, kind: read.kind, spec: parseTournament(read.spec), shards: read.shards }
      : { ...base, kind: read.kind, spec: parseSweep(read.spec), shards: read.shards }
  } catch (error) {
    const reason = faultOf(error)
    throw new LabError(
      'bad-file',
      `${path} cannot be read as work (${reason}). Choose the folder of a tournament or of a sweep's work, or start anew.`,
      { parameters: { path, reason }, cause: error },
    )
  }
}

/** @throws LabError `bad-file` where the work is of the other kind */
export function asKind<K extends ShardedWork['kind']>(
  work: ShardedWork,
  kind: K,
): Extract<ShardedWork, { readonly kind: K }> {
  if (work.kind === kind) return work as Extract<ShardedWork, { readonly kind: K }>
  const reason = `it is a ${work.kind}`
  const message = `${work.folder} is no ${kind} (${reason}). Choose the folder of a ${kind}.`
  throw new LabError('bad-file', message, { parameters: { path: work.folder, reason } })
}
