import { readdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import { isFolder } from '../lab/files.ts'
import { readRunFolder } from '../lab/run-reader.ts'
import { UsageError } from './usage.ts'

/** A run as a person names it. */
export interface FoundRun {
  readonly id: string
  readonly folder: string
  /** Where it lies among others. */
  readonly runsFolder: string
}

/**
 * @param word a run's folder, its id, or the beginning of either that no other run shares
 * @param runsFolder where runs lie that are named without a path
 * @throws UsageError when it names several, LabError `not-found` when none
 */
export async function findRun(word: string, runsFolder: string): Promise<FoundRun> {
  const path = resolve(word)
  if (await isFolder(path)) return found(path)
  const names = await readdir(runsFolder).catch(() => [])
  const matching = names.filter((name) => name.startsWith(word) || idOf(name).startsWith(word))
  if (matching.length > 1) {
    throw new UsageError(`'${word}' could be ${matching.join(' or ')}. Give more of it.`)
  }
  const [name] = matching
  if (name !== undefined) return found(join(runsFolder, name))
  throw new LabError('not-found', `There is no run '${word}' in ${runsFolder}.`, {
    parameters: { name: word },
  })
}

async function found(folder: string): Promise<FoundRun> {
  const { info } = await readRunFolder(folder)
  return { id: info.id, folder, runsFolder: dirname(folder) }
}

function idOf(name: string): string {
  return basename(name).split('-').at(-1) ?? ''
}
