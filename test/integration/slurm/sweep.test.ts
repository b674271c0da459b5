import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SlurmStatus } from '#shared/contract/slurm.ts'
import type { SweepInput } from '#shared/experiment/sweep/index.ts'
import type { Ended } from '../support.ts'
import { mayMount, mountSmallDisk } from '#test/support/small-disk.ts'
import { openCluster, type TestCluster } from './support.ts'

let cluster: TestCluster
/** The sweep's specification, and what it comes to on this machine. */
let spec: string
let here: unknown

beforeAll(async () => {
  cluster = await openCluster()
  spec = join(cluster.data, 'spec.json')
  await writeFile(spec, JSON.stringify(wine))
  here = resultsOf(await cluster.lab('sweep', spec, '--json'))
})

// What a test that failed holds would hold up the others.
afterEach(() => cluster.release())
afterAll(() => cluster?.close())

/** 3 contestants × 8 trials × 2 seeds are 48 runs, in three shards. */
const wine: SweepInput = {
  experiment: {
    dataset: { builtin: 'wine' },
    lanes: [
      { id: 'sgd', optimizer: 'sgd' },
      { id: 'adagrad', optimizer: 'adagrad' },
      { id: 'adadelta', optimizer: 'adadelta' },
    ],
    seeds: [1, 2],
    budget: { epochs: 300 },
  },
  trials: 8,
  search: { rate: { from: 1e-4, to: 100 } },
}

const lab = (...words: string[]): Promise<Ended> => cluster.lab(...words)

/** Of every trial the scores, in all their digits. */
function resultsOf({ stdout }: Ended): unknown {
  const { status, contestants } = JSON.parse(stdout) as { status: object; contestants: object[] }
  return { status: { ...status, id: '', slurm: undefined }, contestants }
}

/** Submits the sweep. @returns its folder */
async function submit(...words: string[]): Promise<string> {
  const before = await sweeps()
  const { code, stdout, stderr } = await lab('sweep', spec, '--on', 'slurm', ...words)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^Slurm: \d of 3 shards done/)
  const [fresh] = (await sweeps()).filter((folder) => !before.includes(folder))
  return fresh!
}

/** Submits it, and has its trainers of these shards stand still until they are released. */
async function submitHeld(...shards: number[]): Promise<string> {
  await cluster.hold(...shards)
  return submit('--slurm-template', await cluster.template())
}

async function sweeps(): Promise<string[]> {
  const parent = join(cluster.data, 'sweeps')
  return (await readdir(parent).catch(() => [])).map((name) => join(parent, name))
}

const shown = async (folder: string): Promise<string> => (await lab('sweep', folder)).stdout

const names = async (folder: string, ...within: string[]): Promise<string[]> =>
  (await readdir(join(folder, ...within)).catch(() => [])).sort()

const tries = (folder: string): Promise<string[]> => names(folder, 'slurm', 'tries')
const kept = (folder: string): Promise<string[]> => names(folder, 'shards')

async function slurmOf(folder: string): Promise<SlurmStatus> {
  const { stdout } = await lab('sweep', folder, '--json')
  return (JSON.parse(stdout) as { status: { slurm: SlurmStatus } }).status.slurm
}

/** The shard that runs on a node. */
async function shardOn(node: string): Promise<string> {
  return (await cluster.ask('squeue', '--noheader', `--nodelist=${node}`, '--format=%K')).trim()
}

async function hasTheNumbersOfHere(folder: string): Promise<void> {
  expect(resultsOf(await lab('sweep', folder, '--json'))).toEqual(here)
}

describe('a sweep on a cluster', () => {
  it('has the same numbers in every bit as on this machine', async () => {
    const folder = await submit('--slurm', `time=10,comment=it's $(touch pwned); #1`)
    await cluster.whenIdle()
    await hasTheNumbersOfHere(folder)
    expect(await shown(folder)).toContain('24 trials, recorded in')
    // Nothing that was typed was taken for a command.
    const all = await readdir(cluster.folder, { recursive: true })
    expect(all.filter((name) => name.endsWith('pwned'))).toEqual([])
    expect(await cluster.ask('scontrol', 'show', 'job', '1')).toContain(
      "Comment=it's $(touch pwned); #1",
    )
    const gathered = (await readdir(join(folder, 'slurm', 'log'))).find((name) =>
      name.startsWith('gather'),
    )
    expect(await readFile(join(folder, 'slurm', 'log', gathered!), 'utf8')).toBe(
      '3 of 3 shards are done\n',
    )
  })

  it('that is called off stays so, and goes on with what is missing', async () => {
    const folder = await submitHeld(1, 2)
    await expect.poll(() => kept(folder), { interval: 50 }).toEqual(['0.json'])
    expect(await shown(folder)).toMatch(/see how far it is with: lab sweep '/)
    // By hand: the job that gathers runs all the same, and submits nothing.
    await cluster.ask('scancel', (await slurmOf(folder)).jobs[0]!)
    await cluster.whenIdle()
    expect(await kept(folder)).toEqual(['0.json'])
    expect(await shown(folder)).toMatch(/go on with: lab sweep '.*' --on slurm\n$/)

    const resumed = await lab('sweep', '--resume', folder, '--on', 'slurm')
    expect(resumed.code).toBe(0)
    const busy = await lab('sweep', '--resume', folder)
    expect(busy).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Slurm is working with/) })
    await cluster.release()
    await cluster.whenIdle()
    // What was done was not run again.
    expect(await tries(folder)).toEqual(['1-1.json', '2-1.json'])
    await hasTheNumbersOfHere(folder)
  })

  it('is cancelled by one word', async () => {
    const folder = await submitHeld(0, 1, 2)
    const { code, stdout } = await lab('sweep', folder, '--cancel')
    expect(code).toBe(0)
    expect(stdout).toMatch(/go on with: lab sweep '.*' --on slurm\n$/)
    await cluster.whenIdle()
    expect(await shown(folder)).toContain('Slurm: 0 of 3 shards done')
    // This machine can go on with it as well.
    expect((await lab('sweep', '--resume', folder)).code).toBe(0)
    await hasTheNumbersOfHere(folder)
  })

  it('loses and doubles nothing by a node that dies, a job that has to make room, and time that is up', async () => {
    const folder = await submitHeld(0, 1, 2)
    const begun = (): Promise<string[]> => tries(folder)
    await expect.poll(begun, { interval: 50 }).toEqual(['0-1.json', '1-1.json'])
    const [lost, moved] = [await shardOn('n1'), await shardOn('n2')]
    expect([lost, moved].sort()).toEqual(['0', '1'])

    // Somebody else's job takes the one node, and the shard that waited comes before what made room.
    await cluster.ask('sbatch', '--partition=urgent', '--nodelist=n2', '--wrap=true')
    await expect.poll(begun, { interval: 50 }).toEqual(['0-1.json', '1-1.json', '2-1.json'])
    const { jobs } = await slurmOf(folder)
    await cluster.ask('scontrol', 'update', `jobid=${jobs[0]}_2`, 'endtime=now+1')
    // The other goes dark.
    await cluster.killNode('n1')
    const late = ['--noheader', '--states=TIMEOUT', '--format=%K']
    await expect.poll(() => cluster.ask('squeue', ...late), { interval: 200 }).toBe('2\n')
    await cluster.release()
    await cluster.whenIdle()
    cluster.startNode('n1')
    await hasTheNumbersOfHere(folder)
    // Each was cut off in its middle, and begun once more.
    expect(await begun()).toEqual([0, 1, 2].flatMap((each) => [`${each}-1.json`, `${each}-2.json`]))
    expect(await kept(folder)).toEqual(['0.json', '1.json', '2.json'])
  })
})

describe('a shard that fails', () => {
  it('is run three times, and then named with its log', async () => {
    const fails = 'if [ "$SLURM_ARRAY_TASK_ID" = 1 ]; then echo no such luck; exit 4; fi'
    const folder = await submit('--slurm-template', await cluster.template(fails))
    await cluster.whenIdle()
    const { code, stdout } = await lab('sweep', folder)
    expect(code).toBe(1)
    expect(stdout).toContain('Slurm: 2 of 3 shards done\n')
    expect(stdout).toMatch(
      /shard 1 \(trials 9 to 16\) was run 3 times, at last FAILED: .*log\n {2}no such luck\n/,
    )
    // The template is mended, and what is missing is run.
    const template = await cluster.template()
    await lab('sweep', '--resume', folder, '--on', 'slurm', '--slurm-template', template)
    await cluster.whenIdle()
    await hasTheNumbersOfHere(folder)
  })

  it('is named at once where nobody is left to run it again', async () => {
    const template = await cluster.template('module load nodejs || exit 4')
    const folder = await submit('--slurm-template', template)
    await cluster.whenIdle()
    const { code, stdout } = await lab('sweep', folder)
    expect(code).toBe(1)
    expect(stdout).toMatch(/shard 2 \(trials 17 to 24\) was run once, at last FAILED: .*log\n/)
    expect(stdout).toContain('module: command not found')
  })
})

// A container may forbid even root to mount.
describe.runIf(mayMount())('a shared disk', () => {
  it('that is full or gone in the middle is told of, and all goes on when it is back', async () => {
    const disk = mountSmallDisk('1m')
    try {
      await cluster.hold(0, 1, 2)
      const words = ['--slurm-template', await cluster.template(), '--out', disk.folder]
      expect((await lab('sweep', spec, '--on', 'slurm', ...words)).code).toBe(0)
      const [name] = await readdir(disk.folder)
      const [folder, filler] = [join(disk.folder, name!), join(disk.folder, 'filler')]
      await expect.poll(() => tries(folder), { interval: 50 }).toHaveLength(2)

      await expect(writeFile(filler, Buffer.alloc(2 ** 20))).rejects.toThrow('ENOSPC')
      await cluster.release()
      await cluster.whenIdle()
      const full = await lab('sweep', folder)
      expect(full.code).toBe(1)
      expect(full.stdout).toMatch(/shard 0 \(trials 1 to 8\) was run once, at last FAILED/)
      expect(full.stdout).toMatch(/see whether there is room on its disk/)
      expect(full.stdout).toMatch(/go on with: lab sweep .* --on slurm\n$/)

      await rm(filler)
      await cluster.hold(0, 1, 2)
      expect((await lab('sweep', folder, '--on', 'slurm')).code).toBe(0)
      await expect.poll(() => tries(folder), { interval: 50 }).toEqual(['0-1.json', '1-1.json'])
      await rename(folder, `${folder} elsewhere`)
      await cluster.release()
      await cluster.whenIdle()
      await rename(`${folder} elsewhere`, folder)
      const gone = await lab('sweep', folder)
      expect(gone.code).toBe(1)
      expect(gone.stdout).toMatch(/shard 0 \(.*\n.*is gone/)

      expect((await lab('sweep', folder, '--on', 'slurm')).code).toBe(0)
      await cluster.whenIdle()
      await hasTheNumbersOfHere(folder)
    } finally {
      disk.close()
    }
  })
})

describe('what Slurm cannot take', () => {
  it.each([
    [['--slurm', 'partition=nowhere'], 1, /sbatch says “.*invalid partition specified: nowhere/],
    [['--slurm', 'time=soon'], 1, /sbatch says “Invalid --time specification”/],
    [['--slurm', 'colour=blue'], 1, /sbatch says “unrecognized option '--colour=blue'”/],
    [['--slurm', 'array=0-9'], 2, /array: the laboratory sets this itself/],
    [['--slurm-template', 'no-such-file'], 2, /The template 'no-such-file' cannot be read/],
  ] as const)('is told, as by %j', async (words, code, said) => {
    const before = await sweeps()
    const ended = await lab('sweep', spec, '--on', 'slurm', ...words)
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(said) })
    expect(await sweeps()).toEqual(before)
  })

  it('is told of a template with an error, by its line', async () => {
    const template = join(cluster.data, 'wrong.sh')
    await writeFile(template, '#!/bin/bash\n{{sbatch}}\nif true; then\n{{run}}\n')
    const ended = await lab('sweep', spec, '--on', 'slurm', '--slurm-template', template)
    expect(ended.code).toBe(2)
    expect(ended.stderr).toMatch(/template of the batch script is wrong: line 5: syntax error/)
  })

  it('is told where there is no Slurm', async () => {
    const path = process.env.PATH
    process.env.PATH = '/nowhere'
    try {
      const ended = await lab('sweep', spec, '--on', 'slurm')
      expect(ended).toMatchObject({ code: 1, stdout: '' })
      expect(ended.stderr).toMatch(
        /^Slurm cannot be asked: there is no scontrol on this machine\. [^\n]*\n$/,
      )
    } finally {
      process.env.PATH = path
    }
  })
})
