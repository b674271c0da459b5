import { RunScores, type SweepSpec } from '#shared/experiment/sweep/index.ts'
import { readLog } from '../log-reader.ts'

/**
 * Reads the scores of a finished stacked race from its record.
 *
 * @param folder the race's
 * @param trials how many it ran
 * @returns by trial, then by tuning seed; null where a run diverged
 * @throws LabError `bad-file` when the record cannot be read
 */
export async function chunkScores(
  folder: string,
  spec: SweepSpec,
  trials: number,
): Promise<(number | null)[][]> {
  const seeds = spec.experiment.seeds.length
  const { metric } = spec.objective
  const runs = new RunScores(spec.objective, trials * seeds)
  const { lost } = await readLog(folder, (record) => {
    if (record.kind === 'metrics') {
      record.runs.forEach((run, at) => runs.point(run, record.step, record[metric]?.[at] ?? NaN))
    } else if (record.kind === 'event') {
      const { run, step, kind, ends } = record.event
      if (kind === 'diverged') runs.diverged(run)
      if (ends) runs.ended(run, step)
    }
  })
  if (lost.length > 0) throw new Error(`the record in ${folder} is damaged`)
  const scores = runs.scores().map((score) => {
    if (score === undefined) throw new Error(`a run in ${folder} recorded no ${metric}`)
    return score
  })
  return Array.from({ length: trials }, (_, trial) =>
    scores.slice(trial * seeds, (trial + 1) * seeds),
  )
}
