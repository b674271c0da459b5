import { stat } from 'node:fs/promises'
import type { RunState, RunSummary } from '#shared/contract/runs.ts'
import { higherIsBetter, type Metric } from '#shared/metrics/index.ts'
import { rankLanes } from '#shared/statistics/index.ts'
import { isRunHeld } from '../run-lock.ts'
import { cacheName, type Facts, type FactsCache } from './cache.ts'
import { createdOfName, type RunPlace } from './folders.ts'
import { lookInto } from './look.ts'
import { noNotes, notesName, readNotes } from './notes.ts'

/**
 * Says what is known of a run. Never rejects: what cannot be read of it is its `problem`.
 *
 * @param isUnderway whether this laboratory itself is running it
 * @param fresh whether to look at everything, whatever is known already. @default false
 */
export async function summarise(
  place: RunPlace,
  facts: FactsCache,
  isUnderway: boolean,
  fresh = false,
): Promise<RunSummary> {
  const look = await lookInto(place.folder)
  // Asked first: of a run that ends meanwhile it is told afterwards that it did.
  const held = isUnderway || (look.marked && (await isRunHeld(place.folder)))
  const found = await facts.of(place.folder, look, held, fresh)
  const notes = look.files.has(notesName) ? await readNotes(place.folder) : noNotes
  const state = held ? 'running' : (found.digest?.end ?? 'interrupted')
  return {
    id: place.id,
    name: notes.title || found.known?.name || place.name,
    created: found.known?.created ?? (await createdAt(place)),
    state,
    ...progressOf(found),
    dataset: found.known?.dataset ?? '',
    ...(found.known?.about ? { about: found.known.about } : {}),
    // The first look did not see what the facts left for the next.
    bytes: look.files.has(cacheName) ? look.bytes : (await lookInto(place.folder)).bytes,
    notes,
    // Also without a checkpoint: it then begins anew, and goes the same way.
    resumable: !found.problem && goesOn(state) && !found.damage?.files.some(isRecord),
    ...(found.damage ? { damage: found.damage } : {}),
    ...(found.problem ? { problem: found.problem } : {}),
  }
}

type Progress =
  | 'step'
  | 'steps'
  | 'lanes'
  | 'seeds'
  | 'metric'
  | 'best'
  | 'sparks'
  | 'seconds'
  | 'damaged'

function progressOf({ known, digest }: Facts): Pick<RunSummary, Progress> {
  const ids = known?.lanes.map(({ id }) => id) ?? []
  return {
    step: digest?.step ?? 0,
    steps: digest?.steps ?? 0,
    lanes: known?.lanes ?? [],
    seeds: known?.seeds ?? digest?.seeds ?? 0,
    metric: digest?.metric ?? null,
    best: digest?.metric ? bestOf(ids, digest.ends, digest.metric) : null,
    sparks: ids.flatMap((lane, index) => {
      const values = digest?.sparks[index]
      return values && values.length > 0 ? [{ lane, values }] : []
    }),
    seconds: digest?.seconds ?? 0,
    damaged: digest?.loss.lines ?? 0,
  }
}

/** @param ends of lanes: what they came to; null where that is not finite */
function bestOf(
  ids: readonly string[],
  ends: readonly (number | null)[],
  metric: Metric,
): RunSummary['best'] {
  const finite = ids.map((_, lane) => ends[lane] ?? Number.NaN)
  const lane = rankLanes(finite, higherIsBetter(metric))[0]?.lane ?? 0
  const id = ids[lane]
  const value = ends[lane] ?? null
  return id === undefined || value === null ? null : { lane: id, value }
}

async function createdAt(place: RunPlace): Promise<string> {
  const named = createdOfName(place.name)
  if (named) return named.toISOString()
  const found = await stat(place.folder).catch(() => undefined)
  return (found?.mtime ?? new Date(0)).toISOString()
}

/** Without these nobody knows how a run would go on; a checkpoint it can do without. */
function isRecord(file: string): boolean {
  return ['run.json', 'spec.json', 'log.jsonl'].includes(file)
}

/** A run that has come to its budget's end is extended, not resumed. */
function goesOn(state: RunState): boolean {
  return state === 'interrupted' || state === 'stopped' || state === 'failed'
}
