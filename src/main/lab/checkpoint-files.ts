import { createHash } from 'node:crypto'
import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { RunInfo } from '#shared/experiment/log.ts'
import { parseJson } from '#shared/json.ts'
import { z } from '#shared/schema.ts'
import { readCheckpoint } from '../trainer/checkpoints.ts'
import type { LogCount } from './log-survey.ts'
import { isSealed, sealed } from './seal.ts'
import { replaceFile } from './files.ts'

/*
 * A checkpoint's file is a line of JSON, which says of what it is and carries the checksums, and after it
 * the packed checkpoint. Files of runs of form 2 are the packed checkpoint alone.
 */

/** A process's share of a run, as it stood. */
interface KeptCheckpoint {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Steps done. */
  readonly step: number
}

const count = z.int().min(0)

const headSchema = z.object({
  /** When its run was begun, which identifies the run. */
  run: z.string(),
  shard: count,
  /** What the log had when it was made: a log with less has lost some since. */
  lines: count,
  hand: count,
  bytes: count,
  sha256: z.string(),
})

export type CheckpointHead = z.output<typeof headSchema>

/** No head is longer, in bytes. */
const longestHead = 1024

/** `{` */
const brace = 0x7b

/** Bytes that are hashed before the process hears its messages again. */
const slice = 2 ** 23

/** @returns the file in a run's folder that holds where a process's share of it stood */
export function checkpointName(shard: number): string {
  return `checkpoint-${shard}.bin`
}

/** Whether a file of a run's folder is such a one. */
export function isCheckpointFile(name: string): boolean {
  return /^checkpoint-\d{1,4}\.bin$/.test(name)
}

/**
 * Replaces a share's checkpoint: one that breaks off leaves the one before.
 *
 * @param log what it has, all of it on the disk
 */
export async function writeCheckpoint(
  folder: string,
  of: { readonly run: string; readonly shard: number; readonly log: LogCount },
  packed: Uint8Array,
): Promise<void> {
  const { run, shard, log } = of
  const sha256 = await digest(packed)
  const head = sealed({ run, shard, ...log, bytes: packed.length, sha256 })
  const content = [Buffer.from(`${JSON.stringify(head)}\n`), packed]
  await replaceFile(join(folder, checkpointName(shard)), content)
}

/** A share's checkpoint, or why there is none to go on from. */
export type FoundCheckpoint =
  | { readonly kept: KeptCheckpoint }
  | { readonly kept?: undefined; readonly fault: 'missing' | 'damaged' }

/**
 * Reads where a share stood. One that is not what was written, or of another run, is as good as none:
 * the share then begins anew, the same way.
 */
export async function readKept(
  folder: string,
  shard: number,
  run: Pick<RunInfo, 'created' | 'version'>,
): Promise<FoundCheckpoint> {
  let file: Buffer
  try {
    file = await readFile(join(folder, checkpointName(shard)))
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return { fault: missing ? 'missing' : 'damaged' }
  }
  try {
    const head = headOf(file)
    // A run of form 2 may have gone on since: then there is a head.
    if (!head && (run.version > 2 || file[0] === brace)) return { fault: 'damaged' }
    const packed = head ? file.subarray(head.length) : file
    if (head) {
      const { value } = head
      const own = value.run === run.created && value.shard === shard
      const whole = value.bytes === packed.length && value.sha256 === (await digest(packed))
      if (!own || !whole) return { fault: 'damaged' }
    }
    // A view into the file's bytes would go to the process as a whole.
    const bytes = new Uint8Array(packed)
    return { kept: { bytes, step: readCheckpoint(bytes).step } }
  } catch {
    return { fault: 'damaged' }
  }
}

/** @returns what the heads of a run's checkpoints say; of those that can be read */
export async function checkpointHeads(folder: string): Promise<CheckpointHead[]> {
  const names = await readdir(folder).catch(() => [])
  const heads = names.filter(isCheckpointFile).map(async (name) => {
    const file = await open(join(folder, name), 'r').catch(() => undefined)
    if (!file) return []
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHead), 0, longestHead, 0)
      const head = headOf(buffer.subarray(0, bytesRead))
      return head ? [head.value] : []
    } catch {
      return []
    } finally {
      await file.close().catch(() => undefined)
    }
  })
  return (await Promise.all(heads)).flat()
}

/** @returns the head, and its bytes with its line's end; undefined where there is none that is whole */
function headOf(file: Buffer): { value: CheckpointHead; length: number } | undefined {
  const end = file.subarray(0, longestHead).indexOf(0x0a)
  if (end < 0) return undefined
  const value = parseJson(file.toString('utf8', 0, end))
  const parsed = headSchema.safeParse(value)
  return parsed.success && isSealed(value) ? { value: parsed.data, length: end + 1 } : undefined
}

/** A large one is hashed a slice at a time: races are watched meanwhile. */
async function digest(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let from = 0; from < bytes.length; from += slice) {
    if (from > 0) await setImmediate()
    hash.update(bytes.subarray(from, from + slice))
  }
  return hash.digest('hex')
}
