import type { TournamentPlan } from '#shared/contract/tournaments.ts'
import { LabError } from '#shared/contract/errors.ts'
import { describeRace } from '#shared/data/describe.ts'
import { specError } from '#shared/experiment/faults.ts'
import {
  judgingRace,
  mostRunsOf,
  mostTrials,
  type TournamentSpec,
} from '#shared/tournament/index.ts'
import type { DoneShard } from '../shards/index.ts'
import type { ReadTable } from '../tables/types.ts'

/** What the runs of one of a task's cells are. */
export interface TaskSize {
  readonly parameters: number
  /** Of one run. */
  readonly steps: number
  /** Rows of one step. */
  readonly batch: number
}

/*
 * Seconds that a step takes on the machine on which they were measured: the whole stack's, each run's in
 * it, and each product of a parameter with a row. What others take is found out by what they have done.
 */
const seconds = { stack: 0.2e-3, run: 33e-6, product: 1.5e-9 } as const

/** No machine is known to be further from the measured one, or from itself on another day. */
const spread = { unknown: 3, measured: 1.5 } as const

/** @returns seconds of one cell of the task on the measured machine */
export function cellSeconds(spec: TournamentSpec, { parameters, steps, batch }: TaskSize): number {
  const { tuning, judging } = spec.seeds
  const stacks = [mostTrials(spec) * tuning.length, spec.budgets.length * judging.length]
  return stacks.reduce((sum, runs) => {
    if (runs === 0) return sum
    return (
      sum + steps * (seconds.stack + runs * (seconds.run + seconds.product * parameters * batch))
    )
  }, 0)
}

/** How many times as long as on the measured machine cells of before took, the median. */
export function slownessOf(
  past: readonly { readonly predicted: number; readonly taken: number }[],
): number | undefined {
  const ratios = past
    .filter(({ predicted, taken }) => predicted > 0 && taken > 0)
    .map(({ predicted, taken }) => taken / predicted)
    .sort((a, b) => a - b)
  return ratios.length < 4 ? undefined : ratios[ratios.length >> 1]
}

/**
 * @param at processes at work side by side
 * @param slowness of this machine; undefined where nothing was measured on it
 * @returns how much work a tournament is
 */
export function planOf(
  spec: TournamentSpec,
  sizes: readonly TaskSize[],
  at: number,
  slowness: number | undefined,
): TournamentPlan {
  const cells = spec.contestants.length
  const whole = sizes.reduce((sum, size) => sum + cells * cellSeconds(spec, size), 0)
  const likely = (whole * (slowness ?? 1)) / Math.max(1, at)
  const apart = slowness === undefined ? spread.unknown : spread.measured
  return {
    runs: mostRunsOf(spec),
    cells: cells * spec.tasks.length,
    tasks: sizes.map(({ parameters, steps }) => ({ parameters, steps })),
    seconds: { from: likely / apart, to: likely * apart },
    measured: slowness !== undefined,
  }
}

/**
 * Reads every task's table and looks whether the task fits it.
 *
 * @throws LabError `bad-spec` with paths as they stand in the spec, or what reading a table throws
 */
export async function sizesOf(spec: TournamentSpec, readTable: ReadTable): Promise<TaskSize[]> {
  const sizes: TaskSize[] = []
  for (const [task, { dataset, target, batchSize }] of spec.tasks.entries()) {
    const { table } = await readTable(dataset, target === undefined)
    const race = judgingRace(spec, { task, contestant: 0 }, ['defaults'])
    try {
      const lanes = spec.contestants.map(({ lane }) => lane)
      const { parameters, steps } = describeRace({ ...race, lanes }, table)
      const rows = table.rows
      sizes.push({
        parameters,
        steps,
        batch: batchSize === 'full' ? rows : Math.min(batchSize, rows),
      })
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'bad-spec') throw error
      const { id } = spec.tasks[task]!
      throw specError(
        'The tournament does not fit its tables:',
        error.details.map((line) => `${id}: ${line}`),
      )
    }
  }
  return sizes
}

/** @returns what cells of a tournament took here, beside what they would on the measured machine */
export function takenOf(
  spec: TournamentSpec,
  sizes: readonly TaskSize[],
  done: Iterable<DoneShard>,
): { readonly predicted: number; readonly taken: number }[] {
  return [...done].flatMap((shard) => {
    const size = shard.kind === 'tournament' ? sizes[shard.result.task] : undefined
    return size ? [{ predicted: cellSeconds(spec, size), taken: shard.ran.seconds }] : []
  })
}
