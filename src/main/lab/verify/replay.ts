import { LabError } from '#shared/contract/errors.ts'
import { prepareProblems } from '#shared/data/prepare.ts'
import type { Table } from '#shared/data/table.ts'
import type { ExperimentSpec, Metric } from '#shared/experiment/spec.ts'
import { createReferenceEngine } from '#shared/training/reference.ts'
import { createTrainer, type RunEnd } from '#shared/training/trainer.ts'
import type { EngineName, TrainerPool } from '#main/trainer/types.ts'
import { badFile } from './case.ts'

/** What one run left behind. */
export interface Replay {
  /** By step, from 0: samples seen after it, and what was recorded. A step not recorded is a gap. */
  readonly samples: number[]
  readonly metrics: Readonly<Partial<Record<Metric, number[]>>>
  /** At the end, flat. */
  parameters: Float64Array
}

/**
 * Runs a golden file's experiment: native in a trainer process, as every race runs, and the
 * reference in this one.
 *
 * @returns one per run, lane-major
 * @throws LabError `bad-file` when the experiment does not fit its table; else what the trainer throws
 */
export async function replay(
  file: string,
  spec: ExperimentSpec,
  table: Table,
  engine: EngineName,
  pool: TrainerPool,
): Promise<Replay[]> {
  try {
    return engine === 'native'
      ? await replayNative(spec, table, pool)
      : replayReference(spec, table)
  } catch (error) {
    throw badFile(file, error)
  }
}

async function replayNative(
  spec: ExperimentSpec,
  table: Table,
  pool: TrainerPool,
): Promise<Replay[]> {
  const replays = newReplays(spec)
  const race = await pool.start({
    spec,
    table,
    engine: 'native',
    log: (_shard, { columns, final }) => {
      columns.run.forEach((run, row) => {
        const { samples, metrics } = replays[run]!
        const at = columns.step[row]! - 1
        samples[at] = columns.samples[row]!
        for (const metric of spec.record.metrics) {
          metrics[metric]![at] = columns.metrics[metric]![row]!
        }
      })
      keepEnds(replays, final ?? [])
      return Promise.resolve()
    },
  })
  const { error } = await race.whenEnded()
  await race.release()
  if (error) throw LabError.fromData(error)
  return replays
}

function replayReference(spec: ExperimentSpec, table: Table): Replay[] {
  const replays = newReplays(spec)
  const trainer = createTrainer({
    spec,
    lanes: [0, spec.lanes.length],
    seeds: [0, spec.seeds.length],
    problems: prepareProblems(spec, table),
    createEngine: createReferenceEngine,
    now: () => performance.now(),
  })
  while (trainer.step < trainer.steps) {
    const point = trainer.advance()
    if (!point) continue
    replays.forEach(({ samples, metrics }, run) => {
      samples[point.step - 1] = point.samples
      for (const metric of spec.record.metrics) {
        metrics[metric]![point.step - 1] = point.metrics[metric]![run]!
      }
    })
  }
  keepEnds(replays, trainer.parameters())
  trainer.dispose()
  return replays
}

function newReplays({ lanes, seeds, record }: ExperimentSpec): Replay[] {
  return Array.from({ length: lanes.length * seeds.length }, () => ({
    samples: [],
    metrics: Object.fromEntries(record.metrics.map((metric) => [metric, []])),
    parameters: new Float64Array(),
  }))
}

function keepEnds(replays: readonly Replay[], ends: readonly RunEnd[]): void {
  for (const { run, parameters } of ends) replays[run]!.parameters = parameters
}
