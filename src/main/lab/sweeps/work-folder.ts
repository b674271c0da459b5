import { resolve } from 'node:path'
import { trialsOf } from '#shared/experiment/sweep/index.ts'
import { asKind, gather, holdsWork, openWork } from '../shards/index.ts'
import { readSweepFolder, type StoredSweep } from './folder.ts'

/**
 * Reads a sweep from its folder, whether it keeps its trials by itself or was cut into shards.
 *
 * @throws LabError `bad-file` when it is not the folder of a sweep
 */
export async function readSweep(folder: string): Promise<StoredSweep> {
  return (await holdsWork(folder)) ? readShardedSweep(folder) : readSweepFolder(folder)
}

/** Reads a sweep that was cut into shards, whoever runs them. */
async function readShardedSweep(folder: string): Promise<StoredSweep> {
  const work = asKind(await openWork(folder), 'sweep')
  const gathered = await gather(work)
  const results = gathered.kind === 'sweep' ? gathered.trials : []
  const { id, created, app, spec, shards } = work
  const { dataset } = spec.experiment
  // It lies in the folder; everybody else knows a file by its whole path.
  const found = 'file' in dataset ? { ...dataset, file: resolve(folder, dataset.file) } : dataset
  const own = { ...spec, experiment: { ...spec.experiment, dataset: found } }
  return {
    ...{ folder, work, spec: own, trials: trialsOf(own) },
    ...{ id, created, app, stacked: shards[0]!.to - shards[0]!.from },
    ran: [...gathered.ran.values()],
    results: new Map(results.map((result) => [result.index, result])),
  }
}
