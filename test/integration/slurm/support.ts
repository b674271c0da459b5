import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { SlurmStatus } from '#shared/contract/slurm.ts'
import type { SweepInput } from '#shared/experiment/sweep/index.ts'
import { answerOf, type Ended } from '../support.ts'
import { startCluster, type Cluster } from './cluster.ts'

/** A cluster to which this process's commands speak, and a laboratory's data folder on it. */
export interface TestCluster extends Cluster {
  /** Nothing may trip over its name. */
  readonly data: string
  /** Runs the command line as on a machine of the cluster's. */
  lab(...words: string[]): Promise<Ended>
  /** Resolves when Slurm has nothing to do any more. */
  whenIdle(): Promise<void>
  /**
   * From now on the trainers of jobs that run such shards stand still before their first step, however
   * quick or slow the machine is: whatever is done meanwhile is done in the middle of the shard.
   */
  hold(...shards: number[]): Promise<void>
  /** Lets all that are held go on. */
  release(): Promise<void>
  /** The template of a batch script that does what `hold` says, with lines before its command. */
  template(...lines: string[]): Promise<string>
}

/** Stops a job's trainer while there is a file of its shard's name. */
const stopper = `const { existsSync } = require('node:fs')
const { join } = require('node:path')
const file = join(__dirname, 'hold', process.env.SLURM_ARRAY_TASK_ID ?? 'none')
const word = new Int32Array(new SharedArrayBuffer(4))
while (process.argv[1]?.endsWith('trainer.js') && existsSync(file)) Atomics.wait(word, 0, 0, 20)
`

export async function openCluster(): Promise<TestCluster> {
  const cluster = await startCluster()
  const data = join(cluster.folder, `it's "all" %A $(touch pwned) #1`)
  const held = join(cluster.folder, 'hold')
  const stop = join(cluster.folder, 'stop.cjs')
  await Promise.all([mkdir(data), mkdir(held), writeFile(stop, stopper)])
  const before = { ...process.env }
  Object.assign(process.env, cluster.env)
  return {
    ...cluster,
    data,
    lab: (...words) => answerOf(words, data),
    whenIdle: () =>
      expect.poll(() => cluster.ask('squeue', '--noheader'), { interval: 200 }).toBe(''),
    async hold(...shards) {
      await Promise.all(shards.map((shard) => writeFile(join(held, `${shard}`), '')))
    },
    async release() {
      await rm(held, { recursive: true })
      await mkdir(held)
    },
    async template(...lines) {
      const path = join(data, 'template.sh')
      const load = `export NODE_OPTIONS=--require=${stop}`
      await writeFile(path, ['#!/bin/bash', '{{sbatch}}', load, ...lines, '{{run}}', ''].join('\n'))
      return path
    },
    async close() {
      for (const name of Object.keys(cluster.env)) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name)
        else process.env[name] = before[name]
      }
      await cluster.close()
    },
  }
}

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

/** Of every trial the scores, in all their digits. */
function resultsOf({ stdout }: Ended): unknown {
  const { status, contestants } = JSON.parse(stdout) as { status: object; contestants: object[] }
  return { status: { ...status, id: '', slurm: undefined }, contestants }
}

/** A cluster, and one sweep of which it is known what it comes to on this machine. */
export interface SweepCluster extends TestCluster {
  /** The sweep's specification. */
  readonly spec: string
  /** Submits it. @returns its folder */
  submit(...words: string[]): Promise<string>
  /** Submits it, and has its trainers of these shards stand still until they are released. */
  submitHeld(...shards: number[]): Promise<string>
  /** Folders of all sweeps so far. */
  sweeps(): Promise<string[]>
  /** What the command line says of one. */
  shown(folder: string): Promise<string>
  slurmOf(folder: string): Promise<SlurmStatus>
  hasTheNumbersOfHere(folder: string): Promise<void>
}

export async function openSweeps(): Promise<SweepCluster> {
  const cluster = await openCluster()
  const { data, lab } = cluster
  const spec = join(data, 'spec.json')
  await writeFile(spec, JSON.stringify(wine))
  const here = resultsOf(await lab('sweep', spec, '--json'))
  const sweeps = async (): Promise<string[]> => {
    const parent = join(data, 'sweeps')
    return (await readdir(parent).catch(() => [])).map((name) => join(parent, name))
  }
  const submit = async (...words: string[]): Promise<string> => {
    const before = await sweeps()
    const { code, stdout, stderr } = await lab('sweep', spec, '--on', 'slurm', ...words)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Slurm: \d of 3 shards done/)
    const [fresh] = (await sweeps()).filter((folder) => !before.includes(folder))
    return fresh!
  }
  return {
    ...cluster,
    spec,
    submit,
    sweeps,
    async submitHeld(...shards) {
      await cluster.hold(...shards)
      return submit('--slurm-template', await cluster.template())
    },
    shown: async (folder) => (await lab('sweep', folder)).stdout,
    async slurmOf(folder) {
      const { stdout } = await lab('sweep', folder, '--json')
      return (JSON.parse(stdout) as { status: { slurm: SlurmStatus } }).status.slurm
    },
    async hasTheNumbersOfHere(folder) {
      expect(resultsOf(await lab('sweep', folder, '--json'))).toEqual(here)
    },
  }
}

const namesIn = async (...folder: string[]): Promise<string[]> =>
  (await readdir(join(...folder)).catch(() => [])).sort()

/** Files of the tries that were begun: `2-1.json` for the first of the shard 2. */
export const tries = (folder: string): Promise<string[]> => namesIn(folder, 'slurm', 'tries')

/** Files of the shards that are done. */
export const kept = (folder: string): Promise<string[]> => namesIn(folder, 'shards')
