import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TournamentInput } from '#shared/tournament/index.ts'
import type { Ended } from '../support.ts'
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
