import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
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
