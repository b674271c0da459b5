import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLab } from '#main/lab/laboratory.ts'
import {
  createWork,
  gather,
  missingShards,
  openWork,
  runShard,
  type ShardedWork,
} from '#main/lab/shards/index.ts'
import { train } from '#main/lab/shards/train.ts'
import { createTableSources } from '#main/lab/tables/sources.ts'
import { Tournaments } from '#main/lab/tournaments/index.ts'
import type { TrainerPool } from '#main/trainer/types.ts'
import type { TournamentStatus } from '#shared/contract/tournaments.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { parseSweep, trialsOf, type SweepInput } from '#shared/experiment/sweep/index.ts'
import {
  answerOfRanking,
  cellsOf,
  chosenBy,
  judgingRace,
  parseTournament,
  rankingOf,
  trialsOfCell,
  tuningRace,
  type CellResult,
  type TournamentInput,
  type TournamentSpec,
} from '#shared/tournament/index.ts'
import { noReader } from '#test/support/no-reader.ts'
import { mayMount, mountSmallDisk } from '#test/support/small-disk.ts'
import { cellsWith, chanceOf } from '#test/support/tournaments.ts'
import { answerOf, readerHere } from '../support.ts'
import { withPool } from '../trainer/support.ts'

const { read: readTable } = createTableSources({ reader: noReader })

/** Two tasks and three contestants, one of which diverges on some trials: a second's work. */
function tiny(change: Partial<TournamentInput> = {}): TournamentSpec {
  return parseTournament({
    title: 'Tiny',
    tasks: [
      { id: 'Iris', dataset: { builtin: 'iris' }, budget: { epochs: 4 } },
      {
        id: 'Line',
        dataset: { generator: 'linear' },
        loss: 'meanSquaredError',
        budget: { epochs: 4 },
      },
    ],
    contestants: [
      { lane: { id: 'SGD', optimizer: 'sgd', convention: 'pytorch' } },
      { lane: { id: 'Adam', optimizer: 'adam', convention: 'pytorch' } },
      { lane: { id: 'Adadelta', optimizer: 'adadelta' } },
    ],
    budgets: [0, 1, 4],
    seeds: { tuning: [1, 2], judging: [11, 12, 13] },
    ...change,
  })
}

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-tournament-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const cut = (name: string, spec = tiny()): Promise<ShardedWork> =>
  createWork(join(folder, name), { kind: 'tournament', spec }, { version: '1.2.3', readTable })

async function cellsIn(work: ShardedWork): Promise<readonly CellResult[]> {
  const found = await gather(work)
  if (found.kind !== 'tournament') throw new Error('it is a sweep')
  expect(found.missing).toEqual([])
  return found.cells
}

function tournamentsOf(
  pool: TrainerPool,
  onProgress?: (status: TournamentStatus, cells: CellResult[]) => void,
): Tournaments {
  return new Tournaments({ folder, version: '1.2.3', pool, readTable, onProgress })
}

/** Runs one to its end as the laboratory does. */
async function whole(pool: TrainerPool, name: string): Promise<readonly CellResult[]> {
  const tournaments = tournamentsOf(pool)
  const { id } = await tournaments.start(tiny(), join(folder, name))
  await tournaments.whenEnded()
  const { status, cells, spec } = await tournaments.read(id)
  expect(status).toMatchObject({ phase: 'finished', done: 6, total: 6, share: 1 })
  const place = (cell: CellResult): number => cell.task * spec.contestants.length + cell.contestant
  return cells.toSorted((a, b) => place(a) - place(b))
}

describe('a tournament', () => {
  it('has the same bits with one and two processes, and shard by shard by hand', async () => {
    const one = await withPool({ processes: 1 }, (pool) => whole(pool, 'one'))
    const two = await withPool({ processes: 2 }, (pool) => whole(pool, 'two'))
    const work = await cut('hand')
    const byHand = await withPool({ processes: 2 }, async (pool) => {
      // Backwards, and each over both processes.
      for (const shard of [...work.shards.keys()].reverse()) {
        await runShard(work, shard, { pool, readTable })
      }
      return cellsIn(await openWork(work.folder))
    })
    expect(two).toEqual(one)
    expect(byHand).toEqual(one)
    expect(one.map(({ task, contestant }) => ({ task, contestant }))).toEqual(cellsOf(tiny()))
    for (const { trials, chosen, judged, steps } of one) {
      expect(trials).toHaveLength(4)
      expect(trials.every(({ scores }) => scores.length === 2)).toBe(true)
      expect(chosen).toHaveLength(3)
      expect(judged[0]).toMatchObject({ trial: null })
      expect(judged.every(({ curves }) => curves.length === 3)).toBe(true)
      // A curve's last point is the score.
      for (const { scores, curves } of judged) {
        expect(curves.map((curve) => curve.at(-1))).toEqual(scores)
        expect(curves[0]).toHaveLength(steps.length)
      }
    }
    const ranking = rankingOf(tiny(), one, 2)
    expect(answerOfRanking(ranking, 2)[0]).toMatchObject({
      kind: 'silent',
      silence: { kind: 'few-tasks', tasks: 2 },
    })
  })

  it('goes on where it was killed, and finds a damaged shard', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const full = await whole(pool, 'full')
      // What a program that was killed leaves: some shards whole, one that was cut off in writing.
      const work = await openWork(join(folder, 'full'))
      const cutOff = { ...work, folder: join(folder, 'killed') }
      await cp(work.folder, cutOff.folder, { recursive: true })
      const at = (shard: number): string => join(cutOff.folder, 'shards', `${shard}.json`)
      const text = await readFile(at(2), 'utf8')
      await writeFile(at(2), text.slice(0, text.length / 2))
      // One bit of one score.
      const damaged = (await readFile(at(3), 'utf8')).replace(/"scores":\[(\d)/, (_, digit) => {
        return `"scores":[${(Number(digit) + 1) % 10}`
      })
      await writeFile(at(3), damaged)
      await rm(at(5))
      const before = await readFile(at(0), 'utf8')
      expect(await missingShards(await openWork(cutOff.folder))).toEqual([2, 3, 5])

      const done: number[] = []
      const tournaments = tournamentsOf(pool, (_, cells) => {
        done.push(...cells.map(({ task, contestant }) => task * 3 + contestant))
      })
      const { id } = await tournaments.resumeFolder(cutOff.folder)
      await tournaments.whenEnded()
      expect(done.toSorted()).toEqual([2, 3, 5])
      expect((await tournaments.current())?.id).toBe(id)
      expect(await cellsIn(await openWork(cutOff.folder))).toEqual(full)
      // What is done is not done again.
      expect(await readFile(at(0), 'utf8')).toBe(before)
    })
  })

  it('stands still while it is paused, goes on, and is stopped without losing a cell', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const phases: string[] = []
      let firstDone: () => void = () => undefined
      const first = new Promise<void>((resolve) => (firstDone = resolve))
      const tournaments = tournamentsOf(pool, ({ phase, done }) => {
        if (phases.at(-1) !== phase) phases.push(phase)
        if (done > 0) firstDone()
      })
      const { id } = await tournaments.start(tiny(), join(folder, 'paused'))
      await first
      expect(tournaments.pause(id).phase).toBe('paused')
      expect((await tournaments.resume(id)).status.phase).toBe('running')
      const stopped = await tournaments.stop(id)
      expect(phases.slice(0, 3)).toEqual(['running', 'paused', 'running'])
      expect(stopped.phase).toBe(stopped.done === 6 ? 'finished' : 'stopped')
      await tournaments.resume(id)
      await tournaments.whenEnded()
      expect((await tournaments.read(id)).status).toMatchObject({ phase: 'finished', done: 6 })
    })
  })

  it('is refused where a task does not fit its table, and leaves nothing behind', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const spec = tiny()
      const [first, second] = spec.tasks
      const wrong = { ...spec, tasks: [first!, { ...second!, target: 'nothing' }] }
      await expect(tournamentsOf(pool).start(wrong, join(folder, 'wrong'))).rejects.toMatchObject({
        code: 'bad-spec',
        details: [expect.stringMatching(/^tasks\[1\]\.target: /)],
      })
      await expect(openWork(join(folder, 'wrong'))).rejects.toMatchObject({ code: 'bad-file' })
    })
  })
})

describe('a work folder', () => {
  it('of a newer version says so, and hides no other', async () => {
    const work = await cut('newer')
    const path = join(work.folder, 'work.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('"version": 1', '"version": 2'))
    await expect(openWork(work.folder)).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringMatching(/a newer version of Descent Lab wrote it.*Update/),
    })
    await writeFile(path, text.replace('"created"', '"made"'))
    await expect(openWork(work.folder)).rejects.toThrow(/as work \(created: Invalid input/)

    const other = await cut('other')
    await mkdir(join(other.folder, 'slurm'))
    await writeFile(join(other.folder, 'slurm', 'jobs.json'), '{"version":1')
    await cut('third')
    await withPool({ processes: 1 }, async (pool) => {
      const tournaments = tournamentsOf(pool)
      expect(await tournaments.list()).toHaveLength(2)
      const { status } = await tournaments.read(other.id)
      expect(status.slurm?.problem).toMatch(/jobs\.json cannot be read .* remove the file/)
      await expect(tournaments.resume(other.id)).rejects.toMatchObject({ code: 'bad-file' })
    })
  })

  it('is written where its folder of shards was left out, and never anew where it is gone', async () => {
    const work = await cut('copied')
    await rm(join(work.folder, 'shards'), { recursive: true })
    await withPool({ processes: 1 }, async (pool) => {
      await runShard(work, 0, { pool, readTable })
      expect(await missingShards(work)).toEqual([1, 2, 3, 4, 5])
      await rename(work.folder, `${work.folder} elsewhere`)
      // Before it trains, not after hours of it.
      const trained = vi.spyOn(pool, 'start')
      await expect(runShard(work, 1, { pool, readTable })).rejects.toThrow(
        /cannot be written .*Its folder is gone: mount its disk again/,
      )
      expect(trained).not.toHaveBeenCalled()
      await expect(openWork(work.folder)).rejects.toMatchObject({ code: 'bad-file' })
    })
  })
})

// A container may forbid even root to mount.
describe.runIf(mayMount())('a disk that is full', () => {
  it('leaves no half of a work folder, and stops a tournament with a sentence, which goes on later', async () => {
    const disk = mountSmallDisk('256k')
    const filler = join(disk.folder, 'filler')
    const fill = (): Promise<void> => writeFile(filler, Buffer.alloc(2 ** 19))
    try {
      const made = join(disk.folder, 'made')
      await mkdir(made)
      await withPool({ processes: 1 }, async (pool) => {
        const tournaments = tournamentsOf(pool)
        await expect(fill()).rejects.toThrow('ENOSPC')
        await expect(tournaments.start(tiny(), made)).rejects.toThrow(/ENOSPC.*Make room/)
        expect(await readdir(made)).not.toContain('work.json')

        await rm(filler)
        const work = await createWork(
          made,
          { kind: 'tournament', spec: tiny() },
          { version: '1.2.3', readTable },
        )
        await runShard(work, 0, { pool, readTable })
        await expect(fill()).rejects.toThrow('ENOSPC')
        await expect(runShard(work, 1, { pool, readTable })).rejects.toThrow(/ENOSPC.*Make room/)
        await rm(filler)
        const { id } = await tournaments.resumeFolder(made)
        await tournaments.whenEnded()
        expect((await tournaments.open(join(made, 'work.json'))).id).toBe(id)
        expect(await missingShards(work)).toEqual([])
        expect((await readdir(join(made, 'shards'))).sort()).toEqual(
          [0, 1, 2, 3, 4, 5].map((shard) => `${shard}.json`),
        )
      })
    } finally {
      disk.close()
    }
  })
})

describe('a tournament of the laboratory', () => {
  it('stands in the queue of work, is told of as it comes on, and is there after a restart', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const open = (): ReturnType<typeof createLab> =>
        createLab({
          ...{ shell: 'served', version: '1.2.3', pool, reader: noReader },
          dataFolder: folder,
        })
      const lab = open()
      const told = new Map<string, CellResult>()
      lab.onEvent((event) => {
        if (event.kind !== 'tournament') return
        for (const cell of event.cells) told.set(`${cell.task} ${cell.contestant}`, cell)
      })
      const page = lab.connect({ kind: 'tunnel', open: (_id, _shard, port) => port.close() })
      const { id } = await page.startTournament({ spec: tiny() })
      await page.pauseTournament({ id })
      expect(await page.listWork()).toMatchObject([
        { kind: 'tournament', of: id, title: 'Tiny', phase: 'paused' },
      ])
      // Two do not run at once, not even beside a pause.
      await expect(page.startTournament({ spec: tiny() })).rejects.toMatchObject({
        code: 'lab-busy',
        parameters: { title: 'Tiny' },
      })
      await page.resumeTournament({ id })
      await expect
        .poll(async () => (await page.listWork())[0]?.phase, { timeout: 120_000 })
        .toBe('finished')
      expect(told.size).toBe(6)
      const { cells } = await page.readTournament({ id })
      expect(new Set(cells)).toEqual(new Set(told.values()))
      const rest = await page.followTournament({ id, have: [0, 1, 2, 3, 4] })
      expect(rest.cells.map(({ task, contestant }) => [task, contestant])).toEqual([[1, 2]])

      const again = open().connect({ kind: 'tunnel', open: (_id, _shard, port) => port.close() })
      expect(await again.listTournaments()).toMatchObject([
        { id, title: 'Tiny', phase: 'finished', done: 6, total: 6 },
      ])
      expect((await again.currentTournament())?.cells).toHaveLength(6)
      // A page opens no folder that no person gave.
      const source = { file: join(folder, 'tournaments', 'work.json'), read: {} }
      await expect(again.openWork({ source })).rejects.toMatchObject({ code: 'not-found' })
      const { folder: own } = await page.readTournament({ id })
      const given = lab.admitFile(join(own, 'work.json'))
      expect(await page.openWork({ source: given })).toEqual({ kind: 'tournament', id })
    })
  })
})

describe('a folder from elsewhere, with a table that nobody opened here', () => {
  const lanes = [{ id: 'SGD', optimizer: 'sgd' }]
  const own = { dataset: { file: 'own.csv' }, target: 'kind', budget: { epochs: 2 } } as const
  const works = {
    tournament: {
      ...{ tasks: [{ id: 'Own', ...own }], contestants: lanes.map((lane) => ({ lane })) },
      ...{ budgets: [0, 1], seeds: { tuning: [1], judging: [11] } },
    },
    sweep: {
      experiment: { ...own, lanes, seeds: [1] },
      ...{ trials: 2, search: { rate: { from: 0.01, to: 1 } } },
    },
  } satisfies { tournament: TournamentInput; sweep: SweepInput }

  it.each(['tournament', 'sweep'] as const)('goes on here as a %s', async (kind) => {
    const rows = Array.from({ length: 40 }, (_, row) => `${row},${row < 20 ? 'low' : 'high'}`)
    const file = join(folder, 'own.csv')
    await writeFile(file, ['x,kind', ...rows, ''].join('\n'))
    const at = join(folder, 'spec.json')
    await writeFile(at, JSON.stringify(works[kind]))
    // A sweep goes into a folder below the one that is named.
    const cutUp = await answerOf([kind, at, '--on', 'folder', '--out', join(folder, 'theirs')])
    expect(cutUp.code).toBe(0)
    await rm(file)
    const path =
      kind === 'tournament' ? 'theirs' : join('theirs', (await readdir(join(folder, 'theirs')))[0]!)
    const work = join(folder, path, 'work.json')

    await withPool({ processes: 1 }, async (pool) => {
      const lab = createLab({
        ...{ shell: 'desktop', version: '1.2.3', pool },
        reader: readerHere(),
        dataFolder: join(folder, 'mine'),
      })
      const page = lab.connect({ kind: 'tunnel', open: (_id, _shard, port) => port.close() })
      const opened = await page.openWork({ source: lab.admitFile(work) })
      expect(opened?.kind).toBe(kind)
      const id = opened?.id ?? ''
      await (kind === 'sweep' ? page.resumeSweep({ id }) : page.resumeTournament({ id }))
      const follow = kind === 'sweep' ? page.followSweep : page.followTournament
      await expect
        .poll(async () => (await follow({ id, have: [] })).status, { timeout: 120_000 })
        .toMatchObject({ phase: 'finished' })
      // What the work may read, the page may not.
      const [hash = ''] = await readdir(join(folder, path, 'tables'))
      const source = { file: join(folder, path, 'tables', hash, 'own.csv'), read: {} }
      await expect(page.openTable({ source })).rejects.toMatchObject({ code: 'not-found' })
      await lab.dispose()
    })
  })
})

describe('null tournaments: one optimizer under four names', () => {
  /** Each has so many trials. */
  const tried = 2
  const drawn = 96
  const nullOf = (tables: readonly string[], budgets: number[]): TournamentSpec =>
    tiny({
      tasks: tables.map((builtin) => ({
        ...{ id: builtin, dataset: { builtin }, budget: { steps: 20 } },
      })),
      contestants: ['a', 'b', 'c', 'd'].map((id) => ({
        lane: { id, optimizer: 'adam', convention: 'pytorch' },
      })),
      budgets,
      seeds: { tuning: [1], judging: [11] },
    })

  it('are equal everywhere with the same draws', async () => {
    await withPool({ processes: 2 }, async (pool) => {
      const tournaments = tournamentsOf(pool)
      const same = await tournaments.start(nullOf(['iris', 'wine'], [0, tried]), join(folder, 'n'))
      await tournaments.whenEnded()
      const { spec, cells } = await tournaments.read(same.id)
      for (const budget of [0, 1]) {
        expect(rankingOf(spec, cells, budget).silence).toEqual({ kind: 'all-equal' })
      }
    })
  })

  it('show a critical difference in at most 5 % of 200 with draws of their own', async () => {
    const tables = ['iris', 'wine', 'breast-cancer', 'digits']
    // Trials that were really tuned and judged, from which each contestant of each tournament draws its own.
    const spec = nullOf(tables, [drawn])
    const up = false
    const bank = await withPool({ processes: 2 }, async (pool) => {
      const found: { tuned: (number | null)[]; judged: (number | null)[] }[] = []
      for (const task of tables.keys()) {
        const cell = { task, contestant: 0 }
        const trials = trialsOfCell(spec, cell)
        const scoresOf = async (race: ExperimentSpec): Promise<(number | null)[]> => {
          const { table } = await readTable(race.dataset, true)
          const { objective } = spec
          const { scores } = await train(
            { spec: race, table, objective },
            { pool },
            () => undefined,
          )
          return [...scores]
        }
        found.push({
          tuned: await scoresOf(tuningRace(spec, cell, trials)),
          judged: await scoresOf(judgingRace(spec, cell, [...trials.keys()])),
        })
      }
      return found
    })
    let shown = 0
    for (let seed = 1; seed <= 200; seed++) {
      const chance = chanceOf(seed)
      const order = Int32Array.from({ length: drawn }, (_, at) => at)
      const hands = tables.map(() => {
        chance.shuffle(order)
        return [...order]
      })
      const cells = cellsWith(spec, (task, contestant) => {
        const own = hands[task]!.slice(tried * contestant, tried * (contestant + 1))
        const { tuned, judged } = bank[task]!
        const choice = chosenBy(
          own.map((trial) => [tuned[trial]!]),
          tried,
          up,
        )
        return judged[own[Number(choice)]!]!
      })
      const { differs, cliques } = rankingOf(spec, cells, 0)
      if (differs && cliques[0]?.length !== spec.contestants.length) shown++
    }
    expect(shown).toBeLessThanOrEqual(10)
  })
})

describe('a sweep in shards', () => {
  it('has every trial once, whoever ran it and how often', async () => {
    const spec = parseSweep({
      experiment: {
        dataset: { builtin: 'wine' },
        lanes: [
          { id: 'sgd', optimizer: 'sgd' },
          { id: 'adam', optimizer: 'adam' },
        ],
        seeds: [1, 2],
        budget: { epochs: 3 },
      },
      trials: 20,
      search: { rate: { from: 1e-4, to: 100 } },
    })
    const options = { version: '1.2.3', readTable }
    const work = await createWork(join(folder, 'sweep'), { kind: 'sweep', spec }, options)
    // 40 trials of two runs, 16 runs to a shard at least.
    expect(work.shards).toHaveLength(5)
    await withPool({ processes: 2 }, async (pool) => {
      const all = [...work.shards.keys()]
      await Promise.all(
        [...all, ...all].map((shard) => runShard(work, shard, { pool, readTable, processes: 1 })),
      )
    })
    const found = await gather(work)
    if (found.kind !== 'sweep') throw new Error('it is a tournament')
    expect(found.trials.map(({ index }) => index)).toEqual(trialsOf(spec).map(({ index }) => index))
    expect(found.trials.every(({ scores }) => scores.length === 2)).toBe(true)
  })
})
