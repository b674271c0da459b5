import { readdir, stat } from 'node:fs/promises'
import { toErrorData, type ErrorData } from '../../../shared/contract/errors.ts'
import type { RunState, RunSummary } from '../../../shared/contract/runs.ts'
import type { RunInfo } from '../../../shared/experiment/log.ts'
import { sourceName } from '../../../shared/experiment/source.ts'
import type { ExperimentSpec } from '../../../shared/experiment/spec.ts'
import { isRunHeld } from '../run-lock.ts'
import { readRunFolder } from '../run-reader.ts'
import type { Digests } from './cache.ts'
import type { Digest } from './digest.ts'
import { bytesOf, createdOfName, type RunPlace } from './folders.ts'
import { readNotes } from './notes.ts'

/** A file of a run's folder from which it can go on. */
const checkpointName = /^checkpoint-\d+\.bin$/

/**
 * Says what is known of a run. Never rejects: what cannot be read of it is its `problem`.
 *
 * @param isUnderway whether this laboratory itself is running it
 */
export async function summarise(
  place: RunPlace,
  digests: Digests,
  isUnderway: boolean,
): Promise<RunSummary> {
  const held = isUnderway || (await isRunHeld(place.folder))
  const [known, digest, notes, resumable] = await Promise.all([
    attempt(() => readRunFolder(place.folder)),
    attempt(() => digests.of(place.folder, held)),
    readNotes(place.folder),
    hasCheckpoint(place.folder),
  ])
  const state = held ? 'running' : (digest.value?.end ?? 'interrupted')
  const problem = known.problem ?? digest.problem
  const spec = known.value?.spec
  return {
    id: place.id,
    name: notes.title || nameOf(spec, place),
    created: await createdAt(known.value?.info, place),
    state,
    ...ofDigest(digest.value, spec),
    dataset: spec ? sourceName(spec.dataset) : '',
    bytes: await bytesOf(place.folder),
    notes,
    resumable: resumable && goesOn(state) && !problem,
    ...(problem ? { problem } : {}),
  }
}

type OfDigest =
  'step' | 'steps' | 'lanes' | 'seeds' | 'metric' | 'best' | 'sparks' | 'seconds' | 'damaged'

function ofDigest(
  digest: Digest | undefined,
  spec: ExperimentSpec | undefined,
): Pick<RunSummary, OfDigest> {
  const lanes = spec?.lanes.map(({ id, optimizer, convention }) => ({ id, optimizer, convention }))
  const ids = lanes?.map(({ id }) => id) ?? []
  return {
    step: digest?.step ?? 0,
    steps: digest?.steps ?? 0,
    lanes: lanes ?? [],
    seeds: spec?.seeds.length ?? digest?.seeds ?? 0,
    metric: digest?.metric ?? null,
    best: bestOf(ids, digest?.ends ?? []),
    sparks: ids.flatMap((lane, index) => {
      const values = digest?.sparks[index]
      return values && values.length > 0 ? [{ lane, values }] : []
    }),
    seconds: digest?.seconds ?? 0,
    damaged: digest?.damaged ?? 0,
  }
}

function bestOf(ids: readonly string[], ends: Digest['ends']): RunSummary['best'] {
  let best: RunSummary['best'] = null
  ids.forEach((lane, index) => {
    const value = ends[index] ?? null
    if (value !== null && (!best || value < best.value)) best = { lane, value }
  })
  return best
}

function nameOf(spec: ExperimentSpec | undefined, place: RunPlace): string {
  return spec?.title || (spec && sourceName(spec.dataset)) || place.name
}

async function createdAt(info: RunInfo | undefined, place: RunPlace): Promise<string> {
  if (info) return info.created
  const named = createdOfName(place.name)
  if (named) return named.toISOString()
  const found = await stat(place.folder).catch(() => undefined)
  return (found?.mtime ?? new Date(0)).toISOString()
}

/** A run that has come to its budget's end is extended, not resumed. */
function goesOn(state: RunState): boolean {
  return state === 'interrupted' || state === 'stopped' || state === 'failed'
}

async function hasCheckpoint(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  return names.some((name) => checkpointName.test(name))
}

interface Attempt<T> {
  readonly value?: T
  readonly problem?: ErrorData
}

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() }
  } catch (error) {
    return { problem: toErrorData(error) }
  }
}
