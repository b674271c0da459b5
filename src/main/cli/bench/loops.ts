import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Table } from '#shared/data/table.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'
import { createForkLauncher } from '#main/process/fork.ts'
import { createTrainerPool } from '#main/trainer/pool.ts'
import type { EngineName, TrainingRace } from '#main/trainer/types.ts'
import { median } from './types.ts'

/** A training loop that can be timed again and again. */
export interface Loop {
  /** Trains for about so long. @returns run-steps per second */
  sample(seconds: number): Promise<number>
  dispose(): Promise<void>
}

export interface RaceLoopOptions {
  readonly table: Table
  readonly hidden: readonly number[]
  readonly batch: number
  readonly lanes: number
  readonly seeds: number
  readonly processes: number
  /** @default 'native' */
  readonly engine?: EngineName
  /** Records the batch loss of every run at every step; `stream` also sends it to a log and a reader. @default 'nothing' */
  readonly record?: 'nothing' | 'each step' | 'stream'
}

/** The built trainer, beside the built bench. */
export const trainerEntry = join(import.meta.dirname, 'trainer.js')

/** A real race in real trainer processes; each sample extends it. Lanes are Adams of rising rate. */
export async function createRaceLoop(options: RaceLoopOptions): Promise<Loop> {
  const { table, lanes, seeds, record = 'nothing' } = options
  const runs = lanes * seeds
  const input: ExperimentInput = {
    dataset: { builtin: table.name },
    model: {
      hidden: [...options.hidden],
      activation: 'relu',
      initial: { kind: 'normal', deviation: 0.1 },
    },
    lanes: Array.from({ length: lanes }, (_, lane) => ({
      id: `adam ${lane + 1}`,
      optimizer: 'adam',
      hyper: { lr: 1e-4 * (lane + 1) },
    })),
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
    batchSize: options.batch,
    budget: { epochs: 1 },
    record: {
      metrics: ['batchLoss'],
      every: record === 'nothing' ? { epochs: 1_000_000 } : { steps: 1 },
    },
  }
  const launcher = createForkLauncher({ entry: trainerEntry })
  const pool = createTrainerPool({ launcher, processes: options.processes })
  const race = await pool.start({
    spec: parseSpec(input),
    table,
    engine: options.engine,
    log: record === 'stream' ? () => Promise.resolve() : undefined,
  })
  if (record === 'stream') acknowledgeAll(race)
  await expectFinished(race)
  let perEpoch = await timeEpochs(race, 1)

  return {
    async sample(seconds) {
      const epochs = Math.max(1, Math.round(seconds / perEpoch))
      perEpoch = (await timeEpochs(race, epochs)) / epochs
      return (race.shape.stepsPerEpoch * runs) / perEpoch
    },
    dispose: () => pool.dispose(),
  }
}

/** Reads every shard's stream, and takes all that comes at once. */
export function acknowledgeAll(race: TrainingRace): void {
  race.shards.forEach((_, shard) => {
    const port = race.openStream(shard)
    port.onMessage(({ sequence }) => port.acknowledge(sequence))
  })
}

/** Resolves when the race has come to the end of its budget. */
export async function expectFinished(race: TrainingRace): Promise<void> {
  const { phase, error } = await race.whenEnded()
  if (phase !== 'finished') throw new Error(error?.message ?? `the race ended as ${phase}`)
}

/** @returns seconds */
async function timeEpochs(race: TrainingRace, epochs: number): Promise<number> {
  const started = performance.now()
  await race.extend(epochs)
  await expectFinished(race)
  return (performance.now() - started) / 1000
}

/** The loop that TensorFlow.js users write, in a process of its own: see `tape.ts`. */
export async function createTapeLoop(): Promise<Loop> {
  const child = fork(process.argv[1]!, [tapeWord], { stdio: ['ignore', 2, 2, 'ipc'] })
  const answer = (): Promise<number> =>
    new Promise((resolve, reject) => {
      child.once('message', (message) => resolve(Number(message)))
      child.once('exit', () => reject(new Error('the tape loop ended')))
    })
  await answer()
  return {
    sample(seconds) {
      child.send(seconds)
      return answer()
    },
    async dispose() {
      child.kill()
    },
  }
}

/** The bench's only argument that makes it the tape loop's process. */
export const tapeWord = '--tape-loop'

/**
 * Times several loops in turn, round after round, so that whatever else the machine does falls on
 * all of them alike. The first round warms up.
 *
 * @returns each loop's median, run-steps per second
 */
export async function timeInTurn(
  loops: readonly Loop[],
  rounds: number,
  seconds: number,
): Promise<number[]> {
  const samples: number[][] = loops.map(() => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, loop] of loops.entries()) {
      const sample = await loop.sample(seconds)
      if (round > 0) samples[index]!.push(sample)
    }
  }
  return samples.map(median)
}
