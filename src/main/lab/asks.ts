import type { Race } from '#shared/contract/calls.ts'
import type { LongStatus } from '#shared/contract/long-work.ts'
import type { SweepRecord } from '#shared/contract/sweeps.ts'
import type { TournamentRecord } from '#shared/contract/tournaments.ts'
import type { Job, More, Waiting } from '#shared/contract/work.ts'
import { sourceName } from '#shared/experiment/source.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { freshSeeds, type SweepSpec } from '#shared/experiment/sweep/index.ts'
import type { TournamentSpec } from '#shared/tournament/index.ts'
import { isQuick } from '#shared/training/quick.ts'
import type { Library } from './library/index.ts'
import type { LiveRace } from './live-race.ts'
import type { WorkNames } from './long-work.ts'
import type { Races } from './races.ts'
import { readRunFolder } from './run-reader.ts'
import type { Sweeps } from './sweeps/index.ts'
import type { Tournaments } from './tournaments/index.ts'
import type { Ask, Work } from './work.ts'

export interface AskParts {
  readonly work: Work
  readonly races: Races
  readonly library: Library
  readonly sweeps: Sweeps
  readonly tournaments: Tournaments
  /** @throws LabError `not-found` */
  readonly folderOf: (id: string) => Promise<string>
}

/** How everything that can be asked of the queue of work begins, ends and is reported. */
export interface Asks {
  race(spec: ExperimentSpec, begin: () => Promise<LiveRace>): Ask<Race>
  /** A run of before that goes on. */
  run(id: string, pace: number | null, more?: More): Promise<Ask<Race>>
  readonly sweeps: LongAsks<SweepSpec, SweepRecord>
  readonly tournaments: LongAsks<TournamentSpec, TournamentRecord>
  /** Lets something start after all that is under way. */
  queue(waiting: Waiting): Promise<Job>
}

interface Long<S, R> {
  readonly kind: 'sweep' | 'tournament'
  namesOf(spec: S): WorkNames
  start(spec: S): Promise<R>
  resume(id: string): Promise<R>
  read(id: string): Promise<R>
  stop(id: string): Promise<LongStatus>
}

interface LongAsks<S, R extends { readonly id: string }> {
  start(spec: S): Ask<R>
  /** What is missing of one. */
  rest(id: string): Promise<Ask<R>>
}

export function createAsks({ work, races, library, folderOf, ...long }: AskParts): Asks {
  const race: Asks['race'] = (spec, begin) => {
    // Itself: what has begun may be over and put away before it is asked how far it is.
    let live: LiveRace | undefined
    return {
      ...{ kind: 'race', title: spec.title ?? '', table: sourceName(spec.dataset) },
      quick: async () => isQuick(spec, (await races.describe(spec)).description),
      async begin() {
        live = await begin()
        library.changed()
        return live.race()
      },
      report: async () => live && work.race(live.status()),
      stop: async () => live?.stop(),
    }
  }
  const run: Asks['run'] = async (id, pace, more) => {
    const { spec } = await readRunFolder(await folderOf(id))
    if (!more) return race(spec, () => races.resume(id, pace))
    // So much of it is to be trained.
    const part =
      'seeds' in more
        ? { ...spec, seeds: freshSeeds(spec.seeds, more.seeds) }
        : { ...spec, budget: more }
    return race(part, () => races.grow(id, more, pace))
  }
  const sweeps = longAsks(work, long.sweeps)
  const tournaments = longAsks(work, long.tournaments)
  return {
    ...{ race, run, sweeps, tournaments },
    async queue(waiting) {
      switch (waiting.kind) {
        case 'race':
          return work.queue(race(waiting.spec, () => races.start(waiting.spec, waiting)))
        case 'run':
          return work.queue(await run(waiting.id, waiting.pace, waiting.more))
        case 'sweep':
          return work.queue(sweeps.start(waiting.spec))
        case 'sweep-rest':
          return work.queue(await sweeps.rest(waiting.id))
        case 'tournament':
          return work.queue(tournaments.start(waiting.spec))
        case 'tournament-rest':
          return work.queue(await tournaments.rest(waiting.id))
      }
    },
  }
}

function longAsks<
  S,
  R extends { readonly id: string; readonly spec: S; readonly status: LongStatus },
>(work: Work, kept: Long<S, R>): LongAsks<S, R> {
  const ask = (spec: S, begin: () => Promise<R>): Ask<R> => {
    const { title, tables } = kept.namesOf(spec)
    return {
      ...{ kind: kept.kind, title: title ?? '', alone: true },
      table: tables.length === 1 ? sourceName(tables[0]!) : '',
      quick: async () => false,
      begin,
      report: async ({ id }) => work.long((await kept.read(id)).status),
      stop: ({ id }) => kept.stop(id),
    }
  }
  return {
    start: (spec) => ask(spec, () => kept.start(spec)),
    rest: async (id) => ask((await kept.read(id)).spec, () => kept.resume(id)),
  }
}
