import { open, readdir, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import { parseJson } from '#shared/json.ts'
import { z } from '#shared/schema.ts'
import { makeFolder } from '../files.ts'
import { logFailed } from '../run-log.ts'

/*
 * How often a shard was begun: a file `slurm/tries/<shard>-<try>.json` each, that nobody changes. Whoever
 * makes the file has the try, also where two nodes begin the same shard.
 */

/** A shard is begun so many times in all before somebody has to look at it. */
export const mostTries = 3

const trySchema = z.object({
  at: z.string(),
  host: z.string(),
  /** Slurm's, of the array: `12_3`. */
  job: z.string().optional(),
})

type Try = z.output<typeof trySchema>

const triesFolder = (folder: string): string => join(folder, 'slurm', 'tries')

/**
 * Notes that a shard is begun.
 *
 * @throws LabError `shard-failed` where it was begun too often, `log-failed` where it cannot be noted
 */
export async function beginTry(
  folder: string,
  shard: number,
  most: number,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const tries = triesFolder(folder)
  const { SLURM_ARRAY_JOB_ID: array, SLURM_ARRAY_TASK_ID: task } = env
  const job = array && task ? `${array}_${task}` : undefined
  const note: Try = { at: new Date().toISOString(), host: hostname(), ...(job && { job }) }
  for (let index = 1; index <= most; index++) {
    const path = join(tries, `${shard}-${index}.json`)
    try {
      await makeFolder(tries)
      const file = await open(path, 'wx')
      try {
        await file.writeFile(JSON.stringify(note))
      } finally {
        await file.close()
      }
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw logFailed(path, error)
    }
  }
  throw shardFailed(shard, most)
}

export function shardFailed(shard: number, tries: number): LabError {
  const times = tries === 1 ? 'once' : `${tries} times`
  return new LabError(
    'shard-failed',
    `Shard ${shard} was run ${times} and never came to its end. See what its log says in slurm/log, mend it, then go on.`,
    { parameters: { shard, tries } },
  )
}

/** @returns the tries of each shard, the first one first */
export async function readTries(folder: string): Promise<ReadonlyMap<number, readonly Try[]>> {
  const tries = new Map<number, Try[]>()
  const names = await readdir(triesFolder(folder)).catch(() => [])
  const parsed = names.flatMap((name) => {
    const found = /^(\d+)-(\d+)\.json$/.exec(name)
    return found ? [{ name, shard: Number(found[1]), index: Number(found[2]) }] : []
  })
  for (const { name, shard } of parsed.sort((a, b) => a.index - b.index)) {
    const text = await readFile(join(triesFolder(folder), name), 'utf8').catch(() => '')
    // A node that died in the middle of it had begun all the same.
    const read = trySchema.safeParse(parseJson(text)).data ?? { at: '', host: '' }
    tries.set(shard, [...(tries.get(shard) ?? []), read])
  }
  return tries
}

/** Counts anew, since a person has said that it is to go on. */
export async function forgetTries(folder: string): Promise<void> {
  await rm(triesFolder(folder), { recursive: true, force: true })
}
