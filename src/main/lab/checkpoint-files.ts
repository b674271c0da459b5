import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readCheckpoint } from '../trainer/checkpoints.ts'
import { replaceFile } from './settings.ts'

/** A process's share of a run, as it stood. */
export interface KeptCheckpoint {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Steps done. */
  readonly step: number
}

/** @returns the file in a run's folder that holds where a process's share of it stood */
export function checkpointName(shard: number): string {
  return `checkpoint-${shard}.bin`
}

/** Whether a file of a run's folder is such a one. */
export function isCheckpointFile(name: string): boolean {
  return /^checkpoint-\d{1,4}\.bin$/.test(name)
}

/**
 * Replaces a share's checkpoint: one that breaks off leaves the one before, and a folder that was moved
 * away is not made anew.
 */
export function writeCheckpoint(folder: string, shard: number, bytes: Uint8Array): Promise<void> {
  return replaceFile(join(folder, checkpointName(shard)), bytes)
}

/** @returns undefined where there is none that can be read: the share then begins anew, the same way */
export async function readKept(folder: string, shard: number): Promise<KeptCheckpoint | undefined> {
  try {
    // A view into a pool of other files' bytes would go to the process as a whole.
    const bytes = new Uint8Array(await readFile(join(folder, checkpointName(shard))))
    return { bytes, step: readCheckpoint(bytes).step }
  } catch {
    return undefined
  }
}
