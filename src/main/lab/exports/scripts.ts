import { damageLines, speech } from '#shared/words/index.ts'
import { prepareProblems } from '#shared/data/prepare.ts'
import { ratesOf, readCourse } from '../resumption.ts'
import { readRunTable } from '../tables/of-run.ts'
import type { HandRate, ScriptInput } from './python/index.ts'
import type { ExportedRun, ExportTools, WriteFiles } from './types.ts'
import type { ExportFile } from './write.ts'

/**
 * A script that repeats the race elsewhere, beside its data.
 *
 * @param write knows the language and the library
 */
export function scriptWriter(write: (race: ScriptInput) => readonly ExportFile[]): WriteFiles {
  return async function* (run, tools) {
    yield* write(await raceOf(run, tools))
  }
}

/** @throws LabError what reading the table throws: it may have changed, or be gone */
async function raceOf(
  { folder, spec, info, stem, damage }: ExportedRun,
  { readTable, table: file, version }: ExportTools,
): Promise<ScriptInput> {
  const suggests = spec.target === undefined
  const { table } = await readRunTable({ folder, spec, readTable, file, suggests })
  const { steps, points, rates } = await readCourse(folder)
  const told = info.shards.flatMap(({ seeds }, shard) =>
    ratesOf(spec, info, rates, shard).map(({ lane, rate, step }): HandRate => {
      return { lane: spec.lanes[lane]?.id ?? '', rate, step, seeds: spec.seeds.slice(...seeds) }
    }),
  )
  const problems = prepareProblems(spec, table, spec.seeds)
  return {
    ...{ spec, problems, name: stem, appVersion: version },
    damage: damage ? damageLines(damage, speech.en) : [],
    ...{ rates: told, steps, alsoRecorded: points },
  }
}
