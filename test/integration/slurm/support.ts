import { mkdir } from 'node:fs/promises'
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
}

export async function openCluster(): Promise<TestCluster> {
  const cluster = await startCluster()
  const data = join(cluster.folder, `it's "all" %A $(touch pwned) #1`)
  await mkdir(data)
  const before = { ...process.env }
  Object.assign(process.env, cluster.env)
  return {
    ...cluster,
    data,
    lab: (...words) => answerOf(words, data),
    whenIdle: () =>
      expect.poll(() => cluster.ask('squeue', '--noheader'), { interval: 200 }).toBe(''),
    async close() {
      for (const name of Object.keys(cluster.env)) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name)
        else process.env[name] = before[name]
      }
      await cluster.close()
    },
  }
}
