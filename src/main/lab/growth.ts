import { LabError } from '#shared/contract/errors.ts'
import { logVersion, type LogLine, type RunInfo } from '#shared/experiment/log.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { freshSeeds } from '#shared/experiment/sweep/index.ts'
import { mostProcesses, partition } from '../trainer/partition.ts'
import { allOver } from '../trainer/race.ts'
import { furthestOf, ratesOf, type Resuming, type RunCourse } from './resumption.ts'
import { noteAdded } from './run-files.ts'
import { withAdded, type RunFolder } from './run-reader.ts'

/* What becomes of a race that is over when it is given more: seeds, or epochs beyond its budget. */

const now = (): string => new Date().toISOString()

/** What adding seeds to a race makes of it. */
type Grown = Resuming & {
  readonly spec: ExperimentSpec
  readonly info: RunInfo
  readonly before: readonly LogLine[]
  /** Makes the added seeds part of the run. */
  readonly commit: (folder: string) => Promise<void>
}

/**
 * The runs of added seeds go through all that the others went through, as far as these came.
 *
 * @param processes to train them
 * @throws LabError `cannot-grow`, `bad-spec`
 */
export function grow(run: RunFolder, course: RunCourse, count: number, processes: number): Grown {
  const { info, spec: before } = run
  const free = Math.min(processes, mostProcesses - info.shards.length)
  if (info.version < 3 || free < 1) throw cannotGrow(info.version < 3 ? 'form' : 'often')
  const at = now()
  const seeds = freshSeeds(before.seeds, count)
  const spec = withAdded(before, { added: [{ at, seeds }] })
  const had = before.seeds.length
  const shards = partition(spec.lanes.length, count, free).map(
    ({ lanes, seeds: [from, to] }): RunInfo['shards'][number] => ({
      lanes: [lanes[0], lanes[1]],
      seeds: [had + from, had + to],
    }),
  )
  const added = [...(info.added ?? []), { at, seeds }]
  const grown = { ...info, version: logVersion, shards: [...info.shards, ...shards], added }
  const places = shards.map((_, index) => info.shards.length + index)
  const last = Math.max(0, ...Array.from(course.came.values(), ({ step }) => step))
  const until = course.end?.reason === 'finished' ? undefined : (course.end?.step ?? last)
  const shares = places.map((place) => ({
    ...grown.shards[place]!,
    rates: ratesOf(spec, grown, course.rates, place),
  }))
  return {
    ...{ spec, info: grown, places },
    resume: { steps: course.steps, points: course.points, until, shares },
    before: [{ kind: 'seeds', at, seeds }],
    commit: (folder) => noteAdded(folder, { version: logVersion, shards: grown.shards, added }),
  }
}

function cannotGrow(why: 'form' | 'often'): LabError {
  const reason =
    why === 'form'
      ? 'an earlier version of the program recorded it, in a form that has no place for them'
      : `it has been given seeds too often: its runs lie in ${mostProcesses} shares`
  return new LabError(
    'cannot-grow',
    `No seeds can be added to this race: ${reason}. Race anew with more seeds.`,
    { parameters: { reason } },
  )
}

/** @returns the budget of a race that is given more epochs, and what its log says of that */
export async function extendedBy(
  folder: string,
  info: RunInfo,
  course: RunCourse,
  epochs: number,
): Promise<Pick<RunCourse, 'steps' | 'points'> & { readonly line: LogLine }> {
  const from = await furthestOf(folder, info, course)
  if (from === undefined) throw allOver()
  const steps = from + epochs * course.shape.stepsPerEpoch
  const step = course.end?.step ?? from
  const reached = from >= course.steps
  return {
    steps,
    points: reached ? [...course.points, course.steps] : course.points,
    line: { kind: 'extend', at: now(), epochs, step, steps },
  }
}
