import type { Race } from '#shared/contract/calls.ts'
import type { Job, More, Waiting } from '#shared/contract/work.ts'
import { sourceName } from '#shared/experiment/source.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { freshSeeds } from '#shared/experiment/sweep/index.ts'
import { isQuick } from '#shared/training/quick.ts'
import type { Library } from './library/index.ts'
import type { LiveRace } from './live-race.ts'
import type { LongWork, WorkRecord } from './long-work.ts'
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

/** What the queue of work is asked for: how each thing begins, ends and is reported. */
export class Asks {
  constructor(private readonly parts: AskParts) {}

  race(spec: ExperimentSpec, begin: () => Promise<LiveRace>): Ask<Race> {
    const { work, races, library } = this.parts
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

  /** A run of before that goes on. */
  async run(id: string, pace: number | null, more?: More): Promise<Ask<Race>> {
    const { races, folderOf } = this.parts
    const { spec } = await readRunFolder(await folderOf(id))
    if (!more) return this.race(spec, () => races.resume(id, pace))
    // So much of it is to be trained.
    const part =
      'seeds' in more
        ? { ...spec, seeds: freshSeeds(spec.seeds, more.seeds) }
        : { ...spec, budget: more }
    return this.race(part, () => races.grow(id, more, pace))
  }

  /** A sweep or a tournament. */
  long<R extends WorkRecord>(
    kept: Kept<R>,
    spec: R['spec'],
    begin: () => Promise<R> = () => kept.start(spec),
  ): Ask<R> {
    const { title, tables } = kept.namesOf(spec)
    return {
      ...{ kind: kept.kind, title: title ?? '', alone: true },
      table: tables.length === 1 ? sourceName(tables[0]!) : '',
      quick: async () => false,
      begin,
      report: async ({ id }) => this.parts.work.long((await kept.read(id)).status),
      stop: ({ id }) => kept.stop(id),
    }
  }

  /** What is missing of one. */
  async rest<R extends WorkRecord>(kept: Kept<R>, id: string): Promise<Ask<R>> {
    return this.long(kept, (await kept.read(id)).spec, () => kept.resume(id))
  }

  /** Lets something start after all that is under way. */
  async queue(waiting: Waiting): Promise<Job> {
    const { work, races, sweeps, tournaments } = this.parts
    switch (waiting.kind) {
      case 'race':
        return work.queue(this.race(waiting.spec, () => races.start(waiting.spec, waiting)))
      case 'run':
        return work.queue(await this.run(waiting.id, waiting.pace, waiting.more))
      case 'sweep':
        return work.queue(this.long(sweeps, waiting.spec))
      case 'sweep-rest':
        return work.queue(await this.rest(sweeps, waiting.id))
      case 'tournament':
        return work.queue(this.long(tournaments, waiting.spec))
      case 'tournament-rest':
        return work.queue(await this.rest(tournaments, waiting.id))
    }
  }
}

type Kept<R extends WorkRecord> = Pick<
  LongWork<never, R>,
  'kind' | 'namesOf' | 'start' | 'resume' | 'read' | 'stop'
>
