import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gather, openWork } from '#main/lab/shards/index.ts'
import type { TournamentInput } from '#shared/tournament/index.ts'
import { answerOf, lab } from '../support.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})

afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }))

function spec(epochs: number): TournamentInput {
  const task = (id: string, builtin: string): TournamentInput['tasks'][number] => ({
    ...{ id, dataset: { builtin }, budget: { epochs } },
  })
  return {
    title: 'Two contestants',
    tasks: [task('Iris', 'iris'), task('Wine', 'wine')],
    contestants: [
      { lane: { id: 'SGD', optimizer: 'sgd', convention: 'pytorch' } },
      { lane: { id: 'Adam', optimizer: 'adam', convention: 'pytorch' } },
    ],
    budgets: [0, 2],
    seeds: { tuning: [1], judging: [11, 12] },
  }
}

async function specFile(input: TournamentInput): Promise<string> {
  const path = join(folder, 'tournament.json')
  await writeFile(path, JSON.stringify(input))
  return path
}

/** Those that are done, without drafts of others. */
async function shardsIn(out: string): Promise<string[]> {
  const names = await readdir(join(out, 'shards')).catch(() => [])
  return names.filter((name) => /^\d+\.json$/.test(name))
}

describe('lab tournament', () => {
  it('runs, prints what it shows, and writes tables and a report', async () => {
    const path = await specFile(spec(2))
    const out = join(folder, 'out')
    const files = ['--csv', join(folder, 'tables'), '--report', join(folder, 'report.html')]
    const first = await answerOf(['tournament', path, '--out', out, ...files])
    expect(first.code).toBe(0)
    expect(first.stdout).toMatch(
      /^Untuned:\n {2}2 tasks cannot tell any two of 2 contestants apart/,
    )
    expect(first.stdout).toContain('With 2 trials:')
    expect(first.stdout).toContain(`4 cells, recorded in ${out}`)

    const trials = (await readFile(join(folder, 'tables', 'trials.csv'), 'utf8')).split('\r\n')
    expect(trials[0]).toBe(
      'task,contestant,optimizer,convention,trial,lr,seed,metric,score,diverged',
    )
    // 2 tasks, 2 contestants, 2 trials, a seed; and what ends the last line.
    expect(trials).toHaveLength(1 + 8 + 1)
    expect(trials[1]).toMatch(/^Iris,SGD,sgd,pytorch,1,[\d.e-]+,1,validationLoss,[\d.]+,0$/)
    const judged = (await readFile(join(folder, 'tables', 'judged.csv'), 'utf8')).split('\r\n')
    expect(judged).toHaveLength(1 + 2 * 2 * 2 * 2 + 1)
    const report = await readFile(join(folder, 'report.html'), 'utf8')
    expect(report).toContain('Two contestants')
    expect(report).toContain('2 tasks cannot tell any two of 2 contestants apart')

    // The folder alone shows the same, and nothing is run again.
    const before = await readFile(join(out, 'shards', '0.json'), 'utf8')
    const again = await answerOf(['tournament', out, '--json'])
    expect(again.code).toBe(0)
    expect(JSON.parse(again.stdout)).toMatchObject({
      status: { phase: 'finished', done: 4 },
      budgets: [{ trials: 0, silence: { kind: 'few-tasks' } }, { trials: 2 }],
    })
    expect(await readFile(join(out, 'shards', '0.json'), 'utf8')).toBe(before)

    // Exported from the folder, files are the same.
    const forms = ['--format', 'csv', '--format', 'html', '--out', join(folder, 'forms')]
    expect(await answerOf(['export', out, ...forms])).toMatchObject({ code: 0, stderr: '' })
    for (const name of ['trials.csv', 'judged.csv']) {
      const exported = await readFile(join(folder, 'forms', name), 'utf8')
      expect(exported).toBe(await readFile(join(folder, 'tables', name), 'utf8'))
    }
    expect(await readFile(join(folder, 'forms', 'tournament.html'), 'utf8')).toContain(
      'Two contestants',
    )
    expect((await answerOf(['export', out, ...forms])).code).toBe(2)

    const other = await answerOf(['tournament', await specFile(spec(3)), '--out', out])
    expect(other).toMatchObject({ code: 2, stdout: '' })
    expect(other.stderr).toContain('holds other work')
  })

  it('goes on by the same command after it was killed, to the same numbers', async () => {
    const path = await specFile(spec(180))
    const out = join(folder, 'killed')
    const words = ['tournament', path, '--processes', '1']
    const killed = await lab([...words, '--out', out], {
      meanwhile: (child) => {
        void expect
          .poll(async () => (await shardsIn(out)).length, { interval: 2, timeout: 120_000 })
          .toBeGreaterThan(0)
          .finally(() => child.kill('SIGKILL'))
      },
    })
    expect(killed.signal).toBe('SIGKILL')
    const kept = await shardsIn(out)
    expect(kept.length).toBeGreaterThan(0)
    const text = await readFile(join(out, 'shards', kept[0]!), 'utf8')

    const whole = join(folder, 'whole')
    expect((await answerOf([...words, '--out', whole])).code).toBe(0)
    expect((await answerOf([...words, '--out', out])).code).toBe(0)
    expect(await readFile(join(out, 'shards', kept[0]!), 'utf8')).toBe(text)
    const [one, other] = await Promise.all(
      [out, whole].map(async (each) => gather(await openWork(each))),
    )
    expect({ ...one, ran: null }).toEqual({ ...other, ran: null })
  })
})

describe('lab work', () => {
  it('runs one shard, and needs nothing but the folder', async () => {
    // A person's table goes with the work.
    const rows = Array.from({ length: 40 }, (_, row) => `${row % 7},${row % 2 === 0 ? 'a' : 'b'}`)
    await writeFile(join(folder, 'own.csv'), ['x,y', ...rows].join('\n'))
    const own = {
      ...spec(2),
      tasks: [{ id: 'Own', dataset: { file: 'own.csv' }, budget: { epochs: 2 } }],
    }
    const path = await specFile(own)
    const out = join(folder, 'out')
    expect((await answerOf(['tournament', path, '--out', out])).code).toBe(0)
    await rm(join(folder, 'own.csv'))
    const shard = join(out, 'shards', '1.json')
    const before = JSON.parse(await readFile(shard, 'utf8')) as { result: unknown }
    await rm(shard)

    expect((await answerOf(['work', out, '--shards'])).stdout).toBe('2\n')
    const done = await answerOf(['work', out, '--shard', '1'])
    expect(done).toMatchObject({ code: 0 })
    expect(done.stdout).toMatch(/^shard 1 done: Own, Adam, /)
    const after = JSON.parse(await readFile(shard, 'utf8')) as { result: unknown }
    expect(after.result).toEqual(before.result)

    expect(await answerOf(['work', out, '--shard', '2'])).toMatchObject({ code: 2 })
    expect((await answerOf(['work', folder, '--shard', '0'])).stderr).toContain(
      'cannot be read as work',
    )
  })
})
