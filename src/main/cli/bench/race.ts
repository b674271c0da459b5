import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Table } from '#shared/data/table.ts'
import { parseSpec, type ExperimentSpec, type Metric } from '#shared/experiment/spec.ts'
import { readBuiltinTable } from '#main/lab/datasets.ts'
import { linesOf } from '#main/lab/log-lines.ts'
import { RunLog } from '#main/lab/run-log.ts'
import { createForkLauncher } from '#main/process/fork.ts'
import { createTrainerPool } from '#main/trainer/pool.ts'
import type { TrainerPool } from '#main/trainer/types.ts'
import { acknowledgeAll, expectFinished, trainerEntry } from './loops.ts'
import { median, type Figure, type Measurement } from './types.ts'

const seeds = 10
const epochs = 20

/** Eight rules, as different as a race's are. */
const optimizers = [
  'sgd',
  'momentum',
  'nesterov',
  'adagrad',
  'adadelta',
  'rmsprop',
  'adam',
  'adamw',
]

/** What a step itself yields, and nobody has to evaluate the table for. */
const ofStep: readonly Metric[] = ['batchLoss', 'gradientNorm', 'updateNorm', 'updateRatio', 'rate']

/** Two passes over the whole table, with a class for every row. */
const ofTable: readonly Metric[] = [
  'trainLoss',
  'trainAccuracy',
  'validationLoss',
  'validationAccuracy',
]

interface Variant {
  readonly key: string
  readonly label: string
  readonly processes: 1 | 2
  /** Recorded of every run at every step. */
  readonly metrics: readonly Metric[]
  /** Writes a log to the disk, and feeds a reader, as the laboratory does. */
  readonly logged?: boolean
  /** @default 20 */
  readonly epochs?: number
  /** Turns that it takes part in. @default all */
  readonly turns?: number
}

const variants: readonly Variant[] = [
  { key: 'one', label: 'one process', processes: 1, metrics: [] },
  { key: 'two', label: 'two processes', processes: 2, metrics: [] },
  {
    key: 'one, step',
    label: 'one process, what a step yields recorded each step',
    processes: 1,
    metrics: ofStep,
  },
  {
    key: 'two, step',
    label: 'two processes, the same',
    processes: 2,
    metrics: ofStep,
  },
  {
    key: 'two, step, logged',
    label: 'two processes, the same, logged to the disk and streamed',
    processes: 2,
    metrics: ofStep,
    logged: true,
  },
  {
    key: 'one, table',
    label: 'one process, the whole table evaluated each step as well',
    processes: 1,
    metrics: [...ofStep, ...ofTable],
    epochs: 1,
    turns: 1,
  },
]

const turns = 3

/** A race as people run it, from its start to its end: 8 lanes × 10 seeds of MLP 64-32-10 on Digits. */
export const raceMeasurement: Measurement = {
  name: 'race',
  async run(say) {
    say(`${optimizers.length} lanes × ${seeds} seeds of MLP 64-32-10 on Digits, ${epochs} epochs`)
    const table = await readBuiltinTable('digits')
    const launcher = createForkLauncher({ entry: trainerEntry })
    const pools = {
      1: createTrainerPool({ launcher, processes: 1 }),
      2: createTrainerPool({ launcher, processes: 2 }),
    }
    try {
      for (const pool of Object.values(pools)) await pool.warm()
      const times = variants.map((): Timed[] => [])
      // In turn, so that whatever else the machine does falls on all alike. The first turn warms up.
      for (let turn = 0; turn <= turns; turn++) {
        for (const [index, variant] of variants.entries()) {
          if (turn > (variant.turns ?? turns)) continue
          const timed = await timeRace(pools[variant.processes], table, variant)
          if (turn > 0) times[index]!.push(timed)
        }
      }
      return variants.flatMap((variant, index) => figuresOf(variant, times[index]!))
    } finally {
      for (const pool of Object.values(pools)) await pool.dispose()
    }
  },
  ratios: (value) => {
    const rate = (key: string): number => value(`race, ${key}`)
    const cost = (recorded: string, quiet: string): string =>
      `${(100 * Math.max(0, 1 - rate(recorded) / rate(quiet))).toFixed(1)} %`
    return [
      `race, two processes / one: ${(rate('two') / rate('one')).toFixed(2)}×`,
      `race, ${ofStep.join(', ')} of every run at every step: ${cost('one, step', 'one')} with one process, ${cost('two, step', 'two')} with two, ${cost('two, step, logged', 'two')} with two and a log`,
      `race, ${ofTable.join(', ')} as well, each step 1,797 rows more: ${cost('one, table', 'one')}`,
    ]
  },
}

function specOf({ metrics, epochs: some = epochs }: Variant): ExperimentSpec {
  return parseSpec({
    dataset: { builtin: 'digits' },
    model: { hidden: [32], activation: 'relu', initial: { kind: 'he' } },
    lanes: optimizers.map((optimizer) => ({
      id: optimizer,
      optimizer,
      convention: 'pytorch',
    })),
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
    batchSize: 32,
    budget: { epochs: some },
    record:
      metrics.length > 0
        ? { metrics: [...metrics], every: { steps: 1 } }
        : { metrics: ['batchLoss'], every: { epochs: some } },
  })
}

interface Timed {
  /** From the call that starts it to its end; the processes are up already. */
  readonly seconds: number
  readonly runSteps: number
}

async function timeRace(pool: TrainerPool, table: Table, variant: Variant): Promise<Timed> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-bench-'))
  const log = new RunLog(folder)
  try {
    const started = performance.now()
    const race = await pool.start({
      spec: specOf(variant),
      table,
      log: variant.logged ? (shard, message) => log.append(linesOf(shard, message)) : undefined,
    })
    if (variant.logged) acknowledgeAll(race)
    await expectFinished(race)
    const seconds = (performance.now() - started) / 1000
    await race.release()
    await log.close()
    const { steps, lanes, seeds: each } = race.shape
    return { seconds, runSteps: steps * lanes * each }
  } finally {
    await rm(folder, { recursive: true })
  }
}

function figuresOf({ key, label, epochs: some = epochs }: Variant, times: Timed[]): Figure[] {
  const seconds = median(times.map((timed) => timed.seconds))
  const { runSteps } = times[0]!
  const name = `race, MLP 64-32-10 on Digits, ${optimizers.length} × ${seeds} runs, ${label}`
  return [
    { key: `race, ${key}`, label: name, value: runSteps / seconds, unit: 'run-steps/s' },
    {
      key: `race, ${key}, wall`,
      label: `${name}, ${some === 1 ? 'an epoch' : `${some} epochs`} from start to end`,
      value: 1000 * seconds,
      unit: 'ms',
    },
  ]
}
