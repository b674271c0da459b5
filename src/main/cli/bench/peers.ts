import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { readBuiltinTable } from '#main/lab/datasets.ts'
import { noise } from './larger.ts'
import { createRaceLoop, timeInTurn, type Loop, type RaceLoopOptions } from './loops.ts'
import type { Figure, Measurement } from './types.ts'

/** A network, and the runs of it that train side by side. */
interface Case {
  readonly name: string
  readonly sizes: readonly [inputs: number, hidden: number, outputs: number]
  readonly batch: number
  readonly lanes: number
  readonly seeds: number
}

const cases: readonly Case[] = [
  { name: 'MLP 4-16-3, batch 24', sizes: [4, 16, 3], batch: 24, lanes: 8, seeds: 10 },
  { name: 'MLP 64-32-10, batch 32', sizes: [64, 32, 10], batch: 32, lanes: 8, seeds: 10 },
  { name: 'MLP 784-128-10, batch 128', sizes: [784, 128, 10], batch: 128, lanes: 8, seeds: 2 },
]

const peers = ['stacked', 'loop'] as const

/**
 * The same training by this program, two processes, and by PyTorch, with all its threads, in turn in one
 * run. Left out where no Python has PyTorch: `DESCENT_LAB_PYTHON` names one.
 */
export const peersMeasurement: Measurement = {
  name: 'peers',
  async run(say) {
    const python = process.env.DESCENT_LAB_PYTHON
    if (python === undefined) {
      say('Beside PyTorch: left out, for no Python with PyTorch was found (DESCENT_LAB_PYTHON).')
      return []
    }
    const torch = await startTorch(python)
    const figures: Figure[] = []
    try {
      say(`Beside PyTorch ${torch.version}, ${torch.threads} threads`)
      for (const each of cases) figures.push(...(await measure(each, torch)))
    } finally {
      torch.stop()
    }
    return figures
  },
  ratios: (value) =>
    cases.flatMap(({ name }) =>
      peers.flatMap((peer) => {
        const gain = value(keyOf(name, peer)) / value(keyOf(name, 'ours'))
        return Number.isNaN(gain)
          ? []
          : [`${name}, speed by PyTorch's ${peer}: ${gain.toFixed(2)}×`]
      }),
    ),
}

const keyOf = (name: string, who: string): string => `peers ${name}, ${who}`

async function measure(each: Case, torch: Torch): Promise<Figure[]> {
  const { name, sizes, batch, lanes, seeds } = each
  const race: RaceLoopOptions = {
    table: await tableOf(sizes),
    hidden: [sizes[1]],
    batch,
    lanes,
    seeds,
    processes: 2,
  }
  const loops: Loop[] = [
    await createRaceLoop(race),
    ...peers.map((mode) => torch.loop({ mode, sizes, batch, runs: lanes * seeds })),
  ]
  try {
    const values = await timeInTurn(loops, 3, 1.5)
    return ['ours', ...peers].map((who, index) => ({
      key: keyOf(name, who),
      label: `${name}: ${who === 'ours' ? 'native, two processes' : `PyTorch, ${who}`}, a run-step`,
      value: 1e6 / values[index]!,
      unit: 'µs',
    }))
  } finally {
    for (const loop of loops) await loop.dispose()
  }
}

function tableOf([inputs, , outputs]: Case['sizes']): ReturnType<typeof readBuiltinTable> {
  if (inputs === 4) return readBuiltinTable('iris')
  if (inputs === 64) return readBuiltinTable('digits')
  return Promise.resolve(noise(512, inputs, outputs))
}

interface Torch {
  readonly version: string
  readonly threads: number
  loop(task: object): Loop
  stop(): void
}

/** Starts the script beside this program's sources, and speaks with it a line at a time. */
async function startTorch(python: string): Promise<Torch> {
  const script = join(import.meta.dirname, '..', '..', 'scripts', 'bench', 'peers.py')
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error('PyTorch ended; what it said stands above')
    return JSON.parse(value)
  }
  const { version, threads } = (await answer()) as { version: string; threads: number }
  return {
    version,
    threads,
    loop: (task) => ({
      async sample(seconds) {
        child.stdin.write(`${JSON.stringify({ ...task, seconds })}\n`)
        return Number(await answer())
      },
      dispose: () => Promise.resolve(),
    }),
    stop: () => void child.kill(),
  }
}
