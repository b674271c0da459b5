import { LabError } from '#shared/contract/errors.ts'
import type { ExperimentSpec, Metric } from '#shared/experiment/spec.ts'
import { RunScores } from '#shared/experiment/sweep/index.ts'
import type { SweepSpec } from '#shared/experiment/sweep/index.ts'
import type { Table } from '#shared/data/table.ts'
import type { LogMessage, TrainerPool } from '../../trainer/types.ts'
import type { Brake } from './brake.ts'

/** What a shard's races run on, and how they are called off. */
export interface Training {
  readonly pool: TrainerPool
  /** Processes at most for one race. @default as many as are free */
  readonly processes?: number | undefined
  /** Ends it; nothing is kept then. */
  readonly signal?: AbortSignal | undefined
  readonly brake?: Brake | undefined
}

/** What a shard throws when it was called off. */
function calledOff(): LabError {
  return new LabError('wrong-phase', 'The work was stopped. What is finished is kept.', {
    parameters: { phase: 'stopped' },
  })
}

/** What a race recorded of one metric. */
export interface Recording {
  /** Scores lane-major; null where a run diverged. */
  readonly scores: readonly (number | null)[]
  /** @returns a run's value at a recorded step; null after a divergence */
  value(run: number, step: number): number | null
}

/**
 * Trains a race to its end and keeps what it recorded of the one metric, in memory.
 *
 * @param onShare in [0, 1]
 * @throws LabError of the trainer, or `wrong-phase` where it was called off
 */
export async function train(
  {
    spec,
    table,
    objective,
  }: {
    readonly spec: ExperimentSpec
    readonly table: Table
    readonly objective: SweepSpec['objective']
  },
  { pool, processes, signal, brake }: Training,
  onShare: (share: number) => void,
): Promise<Recording> {
  if (signal?.aborted) throw calledOff()
  const runs = spec.lanes.length * spec.seeds.length
  const scores = new RunScores(objective, runs)
  const values = new Map<string, number>()
  const ends = new Array<number>(runs).fill(Infinity)
  const take = ({ columns, events }: LogMessage): void => {
    for (const { run, step, kind, ends: isEnd } of events) {
      if (kind === 'diverged') {
        scores.diverged(run)
        ends[run] = Math.min(ends[run]!, step)
      }
      if (isEnd) scores.ended(run, step)
    }
    const column = columns.metrics[objective.metric as Metric]
    columns.run.forEach((run, row) => {
      const step = columns.step[row]!
      const value = column?.[row] ?? NaN
      scores.point(run, step, value)
      values.set(`${run} ${step}`, value)
    })
  }
  const race = await pool.start({
    ...{ spec, table, processes },
    log: async (_, message) => take(message),
  })
  const ignore = (): void => undefined
  const hold = (held: boolean): void => void (held ? race.pause() : race.resume()).catch(ignore)
  const stop = (): void => void race.stop().catch(ignore)
  const offs = [
    race.onStatus(({ step, steps }) => onShare(steps > 0 ? Math.min(1, step / steps) : 0)),
    brake?.onChange(hold) ?? ignore,
    () => signal?.removeEventListener('abort', stop),
  ]
  signal?.addEventListener('abort', stop)
  try {
    if (signal?.aborted) stop()
    else if (brake?.held) hold(true)
    const { phase, error } = await race.whenEnded()
    if (error) throw LabError.fromData(error)
    if (phase !== 'finished') throw calledOff()
  } finally {
    for (const off of offs) off()
    await race.release()
  }
  const all = scores.scores().map((score, run) => {
    if (score !== undefined) return score
    throw new Error(`run ${run} of ${spec.title ?? 'a race'} recorded no ${objective.metric}`)
  })
  return {
    scores: all,
    value(run, step) {
      const value = values.get(`${run} ${step}`)
      return value === undefined || step >= ends[run]! || !Number.isFinite(value) ? null : value
    },
  }
}
