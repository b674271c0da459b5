import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  cellsOf,
  findTournament,
  parseTournament,
  rankingOf,
  trialsOfCell,
  type CellResult,
  type TournamentSpec,
} from '#shared/tournament/index.ts'
import { createWork, gather, openWork, readShards, WorkRun } from '#main/lab/shards/index.ts'
import { writeShard } from '#main/lab/shards/shard-file.ts'
import { createTableSources } from '#main/lab/tables/sources.ts'
import type { ReadTable } from '#main/lab/tables/types.ts'
import { createTableReader } from '#main/tables/reader.ts'
import { createForkLauncher } from '#main/process/fork.ts'
import { createTrainerPool } from '#main/trainer/pool.ts'
import { trainerEntry } from './loops.ts'
import type { Figure, Measurement } from './types.ts'

/** Trials of one cell, as in the classic tournament. */
const perCell = 64
/** Trials whose gathering is timed, and the square of cells that has as many. */
const sizes = [
  { trials: 1_000, side: 4 },
  { trials: 10_000, side: 12.5 },
  { trials: 100_000, side: 39.5 },
] as const

/** The small tournament from its start to its end, and what it costs to put a large one together. */
export const tournamentMeasurement: Measurement = {
  name: 'tournament',
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'descent-lab-bench-'))
    const launcher = createForkLauncher({ entry: join(import.meta.dirname, 'tables.js') })
    const { read } = createTableSources({ reader: createTableReader({ launcher }) })
    const figures: Figure[] = []
    try {
      for (const processes of [1, 2] as const) {
        say(`the small tournament, ${processes === 1 ? 'one process' : 'two processes'}`)
        const value = await runsPerSecond(join(folder, String(processes)), processes, read)
        const label = `small tournament, ${processes === 1 ? 'one process' : 'two processes'}`
        figures.push({ key: `small ${processes}`, label, value, unit: 'runs/s' })
      }
      for (const { trials, side } of sizes) {
        say(`gathering ${trials.toLocaleString('en')} trials`)
        const value = await gathering(join(folder, `of-${trials}`), side, read)
        const label = `gathering ${trials.toLocaleString('en')} trials, and ranking them`
        figures.push({ key: `gather ${trials}`, label, value, unit: 'ms' })
      }
      return figures
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
  ratios: (value) => [
    `small tournament, two processes / one: ${(value('small 2') / value('small 1')).toFixed(2)}×`,
    `gathering grows as trials^${exponent(value).toFixed(2)}`,
  ],
}

/** The slope of a line through the logarithms, least squares: 2 would be quadratic. */
function exponent(value: (key: string) => number): number {
  const points = sizes.map(
    ({ trials }) => [Math.log(trials), Math.log(value(`gather ${trials}`))] as const,
  )
  const mean = (at: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  return above / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
}

async function runsPerSecond(
  folder: string,
  processes: number,
  readTable: ReadTable,
): Promise<number> {
  const spec = parseTournament(findTournament('small')?.spec)
  const work = await createWork(
    folder,
    { kind: 'tournament', spec },
    { version: 'bench', readTable },
  )
  const pool = createTrainerPool({
    launcher: createForkLauncher({ entry: trainerEntry }),
    processes,
  })
  try {
    await pool.warm()
    const began = performance.now()
    const run = new WorkRun({ work, done: new Map(), pool, readTable, onProgress: () => undefined })
    await run.whenEnded()
    const seconds = (performance.now() - began) / 1000
    const { phase, error } = run.status()
    if (phase !== 'finished') throw new Error(error?.message ?? `the tournament ended as ${phase}`)
    const { tuning, judging } = spec.seeds
    let runs = 0
    for (const done of (await readShards(work)).values()) {
      if (done.kind !== 'tournament') continue
      const { trials, judged } = done.result
      runs += trials.length * tuning.length + judged.length * judging.length
    }
    return runs / seconds
  } finally {
    await pool.dispose()
  }
}

/** @returns ms to open a folder of so many cells, read every shard, and rank the contestants */
async function gathering(folder: string, side: number, readTable: ReadTable): Promise<number> {
  const spec = square(side)
  const made = await createWork(
    folder,
    { kind: 'tournament', spec },
    { version: 'bench', readTable },
  )
  const ran = { at: made.created, seconds: 1, host: 'bench' }
  for (const [shard, cell] of cellsOf(spec).entries()) {
    await writeShard(made, { kind: 'tournament', shard, ran, result: madeUp(spec, cell) })
  }
  const began = performance.now()
  const found = await gather(await openWork(folder))
  if (found.kind !== 'tournament' || found.missing.length > 0) throw new Error('shards are missing')
  spec.budgets.forEach((_, budget) => rankingOf(spec, found.cells, budget))
  return performance.now() - began
}

function square(side: number): TournamentSpec {
  return parseTournament({
    tasks: Array.from({ length: Math.ceil(side) }, (_, at) => ({
      id: `task ${at}`,
      dataset: { builtin: 'iris' },
      budget: { epochs: 1 },
    })),
    contestants: Array.from({ length: Math.floor(side) }, (_, at) => ({
      lane: { id: `adam ${at}`, optimizer: 'adam', convention: 'pytorch' },
    })),
    budgets: [0, 16, perCell],
  })
}

/** As large as a real one. */
function madeUp(spec: TournamentSpec, cell: Pick<CellResult, 'task' | 'contestant'>): CellResult {
  const score = (salt: number): number =>
    Math.abs(Math.sin((cell.contestant + 1) * salt + cell.task))
  const steps = Array.from({ length: 40 }, (_, at) => 10 * (at + 1))
  const { tuning, judging } = spec.seeds
  return {
    ...cell,
    trials: trialsOfCell(spec, cell).map((hyper, trial) => ({
      hyper,
      scores: tuning.map((seed) => score(seed + trial)),
    })),
    chosen: [0, 1, 2],
    judged: [null, 3, 40].map((trial) => ({
      trial,
      scores: judging.map(score),
      curves: judging.map((seed) => steps.map((step) => score(seed * step))),
    })),
    steps,
  }
}
