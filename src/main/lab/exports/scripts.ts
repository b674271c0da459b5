import type { ExportFormat } from '../../../shared/contract/runs.ts'
import { prepareProblems } from '../../../shared/data/prepare.ts'
import type { ExperimentSpec } from '../../../shared/experiment/spec.ts'
import type { Problem } from '../../../shared/training/problem.ts'
import { damageLines } from '../damage-text.ts'
import { readCourse } from '../resumption.ts'
import { readRunTable } from '../tables/of-run.ts'
import type { ExportedRun, Exporter, ExportTools } from './types.ts'
import type { ExportFile } from './write.ts'

/** A rate that was changed by hand, for the seeds of the process that tells it. */
interface HandRate {
  readonly lane: string
  readonly rate: number
  readonly step: number
  readonly seeds: readonly number[]
}

/** What a script repeats. */
export interface RepeatedRace {
  readonly spec: ExperimentSpec
  /** One per seed. */
  readonly problems: readonly Problem[]
  readonly name: string
  readonly appVersion: string
  /** What of the run is damaged, a sentence each. */
  readonly damage: readonly string[]
  /** In the log's order. */
  readonly rates: readonly HandRate[]
  /** Of the whole budget, extensions included. */
  readonly steps: number
  /** Where a budget ended before it was extended. */
  readonly alsoRecorded: readonly number[]
}

/** Writes the files of a script, to lie side by side. */
export type WriteScript = (race: RepeatedRace) => readonly ExportFile[]

/**
 * A script that repeats the race elsewhere, beside its data.
 *
 * @param write knows the language and the library
 */
export function scriptExporter(format: ExportFormat, write: WriteScript): Exporter {
  return {
    format,
    ending: `-${format}`,
    several: true,
    async *files(run, tools) {
      yield* write(await raceOf(run, tools))
    },
  }
}

/** @throws LabError what reading the table throws: it may have changed, or be gone */
async function raceOf(
  { folder, spec, info, stem, damage }: ExportedRun,
  { readTable, table: file, version }: ExportTools,
): Promise<RepeatedRace> {
  const suggests = spec.target === undefined
  const { table } = await readRunTable({ folder, spec, readTable, file, suggests })
  const { steps, points, rates } = await readCourse(folder)
  const told = rates.map(({ lane, rate, step, shard }): HandRate => {
    const [from, to] = info.shards[shard]?.seeds ?? [0, spec.seeds.length]
    return { lane, rate, step, seeds: spec.seeds.slice(from, to) }
  })
  const problems = prepareProblems(spec, table, spec.seeds)
  return {
    ...{ spec, problems, name: stem, appVersion: version },
    damage: damage ? damageLines(damage) : [],
    ...{ rates: told, steps, alsoRecorded: points },
  }
}
