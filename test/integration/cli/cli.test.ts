import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRunFolder } from '#main/lab/run-reader.ts'
import { iris, ofKind, recordsOf, root, runsIn } from '../lab/support.ts'
import { answerOf, lab as run, type Ended } from '../support.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})

afterEach(() => rm(folder, { recursive: true }))

/** Runs the built command line. `interrupt` sends a signal when the condition first holds. */
function lab(
  words: readonly string[],
  interrupt?: (pid: number) => Promise<boolean>,
  signal: NodeJS.Signals = 'SIGINT',
): Promise<Ended> {
  return run(words, {
    data: folder,
    meanwhile(child) {
      if (!interrupt) return
      let asked = false
      const look = setInterval(() => {
        void interrupt(child.pid!).then((yes) => {
          // Two looks may see it at once; a second signal would mean another thing.
          if (!yes || asked) return
          asked = true
          clearInterval(look)
          child.kill(signal)
        })
      }, 50)
    },
  })
}

const answerHere = (words: readonly string[]): Promise<Ended> => answerOf(words, folder)

/** Whether a process has started another. */
async function hasChild(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text !== ''
}

async function specFile(spec: unknown): Promise<string> {
  const path = join(folder, 'spec.json')
  await writeFile(path, typeof spec === 'string' ? spec : JSON.stringify(spec))
  return path
}

const golden = (name: string): string => join(root, 'test', 'fixtures', 'golden', name)

describe('lab run', () => {
  it('trains the preset and prints a table of where its lanes ended', async () => {
    const { code, stdout, stderr } = await lab(['run', 'iris'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^lane +settings +batch loss +training loss +training accuracy/)
    expect(lines.slice(2, 8).map((line) => line.split(' ')[0])).toEqual([
      'adagrad',
      'adadelta',
      'rmsprop',
      'sgd',
      'momentum',
      'adam',
    ])
    const [run] = await runsIn(folder)
    expect(lines.at(-1)).toBe(`20 steps, recorded in ${run}`)
    // The table says what the log says.
    const points = ofKind(await recordsOf(run!), 'metrics')
    const last = points.find(({ step, runs }) => step === 20 && runs.includes(0))
    expect(lines[2]).toContain(last?.trainLoss?.[0]?.toFixed(4))
  })

  it('prints JSON, trains by the reference, and keeps the run where it is told', async () => {
    const spec = iris({ seeds: [1, 2], budget: { epochs: 2 } })
    const { code, stdout } = await answerHere([
      'run',
      await specFile(spec),
      '--json',
      '--engine=reference',
      '--processes=1',
      `--out=${join(folder, 'runs')}`,
    ])
    expect(code).toBe(0)
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({
      status: { phase: 'finished', step: 10 },
      shape: { lanes: 6, seeds: 2, shards: 1 },
    })
    expect(result.lanes).toHaveLength(6)
    const [run] = await runsIn(folder)
    expect(result.folder).toBe(run)
    const info = JSON.parse(await readFile(join(run!, 'run.json'), 'utf8'))
    expect(info).toMatchObject({ engine: 'reference', shards: [{ lanes: [0, 6], seeds: [0, 2] }] })
    const numbers = ofKind(await recordsOf(run!), 'metrics').find(({ step }) => step === 10)
    // Lane-major: run 3 is the second lane's second seed.
    expect(result.lanes[1].runs[1]).toMatchObject({
      seed: 2,
      step: 10,
      metrics: { trainLoss: numbers?.trainLoss?.[3] },
    })
  })

  it('stops while it starts, and says that nothing was recorded', async () => {
    // Large enough that its reading is under way for a while.
    const table = join(folder, 'table.csv')
    await writeFile(table, `x,y\n${'1,2\n3,4\n5,6\n'.repeat(1_000_000)}`)
    const path = await specFile({ ...iris({}), dataset: { file: table } })
    const { code, stdout, stderr } = await lab(['run', path], hasChild, 'SIGHUP')
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toBe('Stopped before it began; nothing was recorded.\n')
    expect(await runsIn(folder)).toEqual([])
  })

  it('refuses a folder that the system does not make', async () => {
    const path = await specFile(iris({ budget: { epochs: 1 } }))
    const { code, stderr } = await answerHere(['run', path, '--out=/proc/descent-lab/runs'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^\/proc\/descent-lab\/runs.* cannot be written/)
  })

  it.each(['SIGINT', 'SIGHUP'] as const)('stops at %s with its record complete', async (signal) => {
    const spec = iris({ budget: { epochs: 1_000_000 }, record: { every: { steps: 500 } } })
    const path = await specFile(spec)
    const { code, stdout, stderr } = await lab(
      ['run', path],
      async () => {
        const [run] = await runsIn(folder)
        const text = run && (await readFile(join(run, 'log.jsonl'), 'utf8').catch(() => ''))
        return (text ?? '').includes('"kind":"metrics"')
      },
      signal,
    )
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
    expect(stdout).toMatch(/stopped at step \d+ of 5000000/)
    const records = await recordsOf((await runsIn(folder))[0]!)
    expect(records.at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' })
    expect(ofKind(records, 'final')).toHaveLength(6)
  })

  it('names every fault of a bad spec by its path, and exits 2', async () => {
    const wrong = {
      ...iris(),
      lanes: [{ id: 'a', optimizer: 'sgd', hyper: { lr: -1 } }, { id: 'b' }],
      batchSize: 0,
    }
    const { code, stdout, stderr } = await answerHere(['run', await specFile(wrong)])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('lanes[0].hyper.lr: must lie in (0, 1000], is -1')
    expect(stderr).toContain('lanes[1].optimizer: ')
    expect(stderr).toContain('batchSize: ')
    expect(await runsIn(folder)).toEqual([])
  })

  it('trains on a file that lies beside its spec, and records its fingerprint', async () => {
    const rows = Array.from({ length: 30 }, (_, row) => `${row % 7},${row % 2 ? 'a' : 'b'}`)
    await writeFile(join(folder, 'own.csv'), ['x,kind', ...rows, ''].join('\n'))
    const lanes = [{ id: 'sgd', optimizer: 'sgd' }]
    const spec = { dataset: { file: 'own.csv' }, lanes, budget: { epochs: 1 } }
    const { code, stderr } = await answerHere(['run', await specFile(spec), '--engine=reference'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [run] = await runsIn(folder)
    expect(run).toContain('own-csv')
    const recorded = JSON.parse(await readFile(join(run!, 'spec.json'), 'utf8'))
    expect(recorded.dataset).toEqual({
      file: join(folder, 'own.csv'),
      read: {
        ...{ format: 'csv', encoding: 'utf-8', delimiter: ',', decimal: '.', header: true },
        types: { kind: 'category', x: 'number' },
      },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const missing = { ...spec, dataset: { file: 'none.csv' } }
    const failed = await answerHere(['run', await specFile(missing)])
    expect(failed).toMatchObject({ code: 2, stdout: '' })
    expect(failed.stderr).toBe(
      `The file none.csv is not there: ${join(folder, 'none.csv')}. Put it back, or choose another table.\n`,
    )
  })

  it('says in a sentence when the run cannot be written', async () => {
    const { code, stderr } = await answerHere(['run', 'iris', '--out', '/dev/null/runs'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^\/dev\/null\/runs.* cannot be written .*\n$/)
  })
})

describe('lab resume', () => {
  it('goes on with a run that was stopped, named by the beginning of its id', async () => {
    const path = await specFile(
      iris({ budget: { epochs: 900 }, record: { every: { steps: 500 } } }),
    )
    const stopped = await lab(['run', path], async () => {
      const [run] = await runsIn(folder)
      const text = run && (await readFile(join(run, 'log.jsonl'), 'utf8').catch(() => ''))
      return (text ?? '').includes('1000')
    })
    expect(stopped).toMatchObject({ code: 130, stdout: expect.stringMatching(/stopped at step/) })
    const [run] = await runsIn(folder)
    const id = run!.split('-').at(-1)!
    const resumed = await lab(['resume', id.slice(0, 6)])
    expect(resumed).toMatchObject({ code: 0, stderr: '' })
    expect(resumed.stdout).toMatch(/4,?500 steps, recorded in/)
    expect(resumed.stdout).toContain(run)
    expect(ofKind(await recordsOf(run!), 'resume')).toHaveLength(1)
    // Finished, it has nothing left to do; by its folder it is found from anywhere.
    expect(await answerHere(['resume', run!])).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: expect.stringMatching(/is finished/),
    })
    // But it can be given more.
    const grown = await answerHere(['resume', run!, '--seeds', '1', '--json'])
    expect(grown).toMatchObject({ code: 0, stderr: '' })
    expect((await readRunFolder(run!)).spec.seeds).toEqual([1, 2])
    expect(await answerHere(['resume', run!, '--seeds', '1', '--epochs', '1'])).toMatchObject({
      ...{ code: 2, stderr: expect.stringMatching(/Give --seeds or --epochs/) },
    })
  })

  it('says what it does not find', async () => {
    expect(await answerHere(['resume', 'nothing'])).toMatchObject({
      ...{ code: 2, stderr: expect.stringMatching(/There is no run 'nothing' in /) },
    })
    const none = await answerHere(['resume'])
    expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/Give one run/) })
  })
})

describe('lab verify', () => {
  it('finds every case of the golden Iris run within its tolerance, on both engines', async () => {
    const { code, stdout } = await answerHere(['verify', golden('iris-run.json'), '--json'])
    expect(code).toBe(0)
    const { cases, passed } = JSON.parse(stdout)
    expect(passed).toBe(true)
    const optimizers = ['adadelta', 'adagrad', 'adam', 'momentum', 'rmsprop', 'sgd']
    for (const [engine, tolerance] of [
      ['native', 1e-4],
      ['reference', 1e-9],
    ] as const) {
      const own = cases.filter((each: { engine: string }) => each.engine === engine)
      expect(own.map((each: { optimizer: string }) => each.optimizer).sort()).toEqual(optimizers)
      for (const each of own) {
        expect(each.tolerance).toBe(tolerance)
        expect(each.absolute).toBeLessThan(tolerance)
      }
    }
  })

  it('exits 1 when a number is off by more than the tolerance, and says where', async () => {
    const file = JSON.parse(await readFile(golden('iris-run.json'), 'utf8'))
    file.runs[2].trainLoss[4][1] += 2e-4
    const path = await specFile(file)
    const { code, stdout } = await answerHere(['verify', path])
    expect(code).toBe(1)
    expect(stdout).toMatch(/adagrad \(tutorial\) +native +2\.00e-4 .* trainLoss\[\d+\] +1e-4 +OVER/)
    expect(stdout).toContain('2 of 12 cases are over their tolerance.')
  })

  it('replays a folder', async () => {
    const some = join(folder, 'golden')
    await mkdir(some)
    for (const name of ['iris-run.json', 'race-run.json']) {
      await copyFile(golden(name), join(some, name))
    }
    const { code, stdout } = await answerHere(['verify', some])
    expect(code).toBe(0)
    expect(stdout).toContain('All 26 cases are within their tolerance.')
  })

  it('names what of a folder it cannot replay', async () => {
    const { code, stdout } = await answerHere(['verify', join(root, 'resources', 'reference')])
    expect(stdout).toMatch(/left out .*iris-200-seeds\.json: /)
    expect(code).toBe(1)
  })
})

describe('the command line', () => {
  it.each([
    [['--help'], /Usage: lab <command>/],
    [['run', '--help'], /Usage: lab run[^]*iris +Iris experiment/],
    [['verify', '--help'], /Usage: lab verify/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
  ])('answers %j', async (words, answer) => {
    const { code, stdout, stderr } = await answerHere(words)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(answer)
  })

  it.each([
    [[]],
    [['frobnicate']],
    [['--no-such-option']],
    [['constructor']],
    [['run']],
    [['run', 'no-such-preset']],
    [['run', 'iris', 'iris']],
    [['run', 'iris', '--seeds', '3']],
    [['run', 'iris', '--engine', 'quantum']],
    [['run', 'iris', '--processes', 'many']],
    [['run', '/']],
    [['verify']],
    [['verify', '/no/such/file']],
  ])('refuses %j with one sentence and exit code 2', async (words) => {
    const { code, stdout, stderr } = await answerHere(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^[^\n]{10,200}\.\n$/)
  })

  it('refuses what is not JSON with one sentence and exit code 2', async () => {
    const { code, stderr } = await lab(['run', await specFile('{"dataset":')])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^'.*spec\.json' is not JSON \(.*\)\.\n$/)
  })
})
