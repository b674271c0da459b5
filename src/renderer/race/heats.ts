import type { RaceShape } from '#shared/contract/calls.ts'
import type { RunEvent } from '#shared/contract/stream.ts'
import type { ExperimentSpec, LaneSpec } from '#shared/experiment/spec.ts'
import type { Recording } from '../stores/recording.ts'
import type { Track } from '../stores/track.ts'
import { laneKey, startLineKey } from './form.ts'
import type { RateChange } from './raced.ts'

/** One lane's part of a heat. */
export interface Entry {
  readonly lane: LaneSpec
  /** One per seed. */
  readonly tracks: readonly Track[]
  /** Indices of its runs in the heat, from the first seed to after the last. */
  readonly runs: readonly [from: number, to: number]
}

/**
 * A race the laboratory ran for this stage. Lanes that were added later were raced in a heat of
 * their own: since nothing but the seed decides a run's start and batches, heats from one start
 * line can be laid side by side.
 */
export interface Heat {
  /** The race's id. */
  readonly id: string
  readonly spec: ExperimentSpec
  readonly shape: RaceShape
  readonly recording: Recording
  readonly line: string
  readonly entries: readonly Entry[]
}

/** @returns the race as a heat, its runs sorted by lanes */
export function heatOf(
  id: string,
  spec: ExperimentSpec,
  shape: RaceShape,
  recording: Recording,
): Heat {
  const seeds = spec.seeds.length
  return {
    id,
    spec,
    shape,
    recording,
    line: startLineKey(spec),
    entries: spec.lanes.map((lane, index) => ({
      lane,
      tracks: recording.tracks.slice(index * seeds, (index + 1) * seeds),
      runs: [index * seeds, (index + 1) * seeds],
    })),
  }
}

/** What a lane of the form has been raced as. */
export interface Found {
  readonly heat: Heat
  readonly entry: Entry
  /** Whether the lane is still what was raced. */
  readonly same: boolean
}

/**
 * @param heats of one start line, oldest first
 * @returns the lane's newest result; the lane as it is now before what it was
 */
export function findResult(heats: readonly Heat[], lane: LaneSpec): Found | undefined {
  const key = laneKey(lane)
  let former: Found | undefined
  let twin: Found | undefined
  for (const heat of heats.toReversed()) {
    for (const entry of heat.entries) {
      const same = laneKey(entry.lane) === key
      const mine = entry.lane.id === lane.id
      if (same && mine) return { heat, entry, same: true }
      if (same) twin ??= { heat, entry, same: true }
      if (mine) former ??= { heat, entry, same: false }
    }
  }
  return twin ?? former
}

/** Whether every run of the entry came to its end: of its budget, or of a stop rule. */
export function isComplete({ shape, recording }: Heat, { tracks, runs }: Entry): boolean {
  const over = new Set(recording.events.flatMap(({ run, ends }) => (ends ? [run] : [])))
  return tracks.every(
    (track, seed) => over.has(runs[0] + seed) || (track.steps.at(-1) ?? 0) >= shape.steps,
  )
}

/** @returns what happened to the entry's runs, by seed instead of run */
export function eventsOf({ recording }: Heat, { runs }: Entry): RunEvent[] {
  return recording.events
    .filter(({ run }) => run >= runs[0] && run < runs[1])
    .map((event) => ({ ...event, run: event.run - runs[0] }))
}

/** @returns the entry's rates as they were changed by hand, one for each change, oldest first */
export function ratesOf({ recording }: Heat, { lane }: Entry): RateChange[] {
  const changes = new Map<string, RateChange>()
  for (const { at, lane: id, step, rate } of recording.rates) {
    const before = changes.get(at)
    // Each process says after which of its own steps: the first of them marks the change.
    if (id === lane.id && (!before || step < before.step)) changes.set(at, { step, rate })
  }
  return [...changes.values()]
}
