import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLab } from '#main/lab/laboratory.ts'
import { createForkLauncher } from '#main/process/fork.ts'
import { createTableReader } from '#main/tables/reader.ts'
import { createTrainerPool } from '#main/trainer/pool.ts'
import { parseTournament, type TournamentInput } from '#shared/tournament/index.ts'
import { built, type Ended } from '../support.ts'
import { openCluster, type TestCluster } from './support.ts'

let cluster: TestCluster
let spec: string

beforeAll(async () => {
  cluster = await openCluster()
  spec = join(cluster.data, 'spec.json')
  await writeFile(join(cluster.data, 'own.csv'), ownTable())
  await writeFile(spec, JSON.stringify(small))
})

afterAll(() => cluster?.close())

/** Two tasks, one of them on a person's own table, and two contestants: four shards. */
const small: TournamentInput = {
  title: 'Two by two',
  tasks: [
    { id: 'Iris', dataset: { builtin: 'iris' }, budget: { epochs: 20 } },
    { id: 'Own', dataset: { file: 'own.csv' }, target: 'kind', budget: { epochs: 20 } },
  ],
  contestants: [
    { lane: { id: 'SGD', optimizer: 'sgd' } },
    { lane: { id: 'Adam', optimizer: 'adam', convention: 'pytorch' } },
  ],
  budgets: [0, 1, 4],
  seeds: { tuning: [1, 2], judging: [101, 102, 103] },
}

/** 60 rows that a line divides. */
function ownTable(): string {
  const rows = Array.from({ length: 60 }, (_, row) => {
    const [x, y] = [Math.sin(row * 7.1), Math.cos(row * 3.3)]
    return `${x.toFixed(4)},${y.toFixed(4)},${x + y > 0 ? 'above' : 'below'}`
  })
  return ['x,y,kind', ...rows, ''].join('\n')
}

/** What it comes to, in all its digits. */
function resultsOf({ stdout }: Ended): unknown {
  const { id, folder, created, status, ...results } = JSON.parse(stdout) as Record<string, unknown>
  expect({ id, folder, created }).not.toContain(undefined)
  expect(status).toMatchObject({ phase: 'finished', done: 4, total: 4 })
  return results
}

it('a tournament has the same numbers in every bit as on this machine', async () => {
  const { lab, data } = cluster
  const [here, away] = [join(data, 'here'), join(data, 'away')]
  const local = resultsOf(await lab('tournament', spec, '--json', '--out', here))

  await cluster.hold(0, 1, 2, 3)
  const submitted = await lab(
    ...['tournament', spec, '--on', 'slurm', '--out', away],
    ...['--slurm-template', await cluster.template()],
  )
  expect(submitted).toMatchObject({ code: 0, stderr: '' })
  expect(submitted.stdout).toMatch(/^Slurm: 0 of 4 shards done[^]*lab tournament '.*' --cancel\n$/)
  // Nothing beside the folder is needed any more.
  await rm(join(data, 'own.csv'))
  await cluster.release()
  await cluster.whenIdle()
  expect(resultsOf(await lab('tournament', away, '--json'))).toEqual(local)

  // The second of four is cut off in the middle of its file, and is missing again.
  const shard = join(away, 'shards', '1.json')
  await writeFile(shard, '{"version":1')
  expect((await lab('work', away, '--missing')).stdout).toBe('1\n')
  expect((await lab('work', away, '--shard', '1', '--tries', '3')).code).toBe(0)
  expect((await lab('work', away, '--shard', '1', '--tries', '3')).code).toBe(0)
  expect(resultsOf(await lab('tournament', away, '--json'))).toEqual(local)
  expect((await readdir(join(away, 'shards'))).sort()).toEqual(
    [0, 1, 2, 3].map((each) => `${each}.json`),
  )
})

it('a page submits one, calls it off, goes on there and here, and sees it to its end', async () => {
  const out = await built()
  const [trainer, tables] = [join(out, 'trainer.js'), join(out, 'tables.js')]
  const lab = createLab({
    ...{ shell: 'desktop', version: '1.2.3', dataFolder: join(cluster.data, 'page') },
    command: [process.execPath, join(out, 'cli.js')],
    pool: createTrainerPool({ launcher: createForkLauncher({ entry: trainer }) }),
    reader: createTableReader({ launcher: createForkLauncher({ entry: tables }) }),
  })
  const page = lab.connect({ kind: 'tunnel', open: (_id, _shard, port) => port.close() })
  try {
    expect(await page.findSlurm()).toEqual({ found: true })
    const [task] = small.tasks
    const work = { spec: parseTournament({ ...small, tasks: [task] }) }
    const refused = page.submitTournament({ work, options: ['partition=nowhere'] })
    await expect(refused).rejects.toMatchObject({ code: 'cluster-refused' })
    expect(await page.listTournaments()).toEqual([])

    // A job that the user holds waits until it is called off.
    const { id, status } = await page.submitTournament({ work, options: ['hold', 'time=10'] })
    expect(status).toMatchObject({ phase: 'running', slurm: { phase: 'waiting', waiting: 2 } })
    expect((await page.cancelTournament({ id })).phase).toBe('stopped')
    const template = join(cluster.data, 'page-template.sh')
    await writeFile(
      template,
      '#!/bin/bash\n{{sbatch}}\necho "no module of that name"; exit 4\n{{run}}\n',
    )
    const given = lab.admitFile(template)
    await page.submitTournament({ work: { id }, options: ['time=10'], template: given })
    await cluster.whenIdle()
    const failed = await page.followTournament({ id, have: [] })
    expect(failed.status).toMatchObject({ phase: 'failed', error: { code: 'shard-failed' } })
    expect(failed.status.slurm?.failed[0]?.says).toBe('no module of that name')
    await page.resumeTournament({ id })
    await expect
      .poll(async () => (await page.followTournament({ id, have: [] })).cells.length, {
        timeout: 120_000,
      })
      .toBe(2)
  } finally {
    await lab.dispose()
  }
})
