import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import { longestFile, readRule, writeRule } from '#shared/own/file.ts'
import type { OwnRule } from '#shared/own/rule.ts'
import type { Fault } from '#shared/rules/faults.ts'
import { isFile, makeFolder, readText, replaceFile } from './files.ts'

/** A file of the folder of rules, with its rule, or what is wrong with it. */
export interface RuleFile {
  /** Its name in the folder. */
  readonly file: string
  readonly rule?: OwnRule
  readonly faults: readonly Fault[]
}

/** Bytes of a rule's file, at most: every character may take three. */
const mostBytes = 3 * longestFile

/** @returns the rules of a folder by their files' names; none where there is no such folder */
export async function listRules(folder: string): Promise<RuleFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw unreadable(folder, error)
  })
  const files = names.filter((name) => /^[^.].*\.py$/i.test(name)).sort()
  return Promise.all(
    files.map(async (file) => {
      const { rule, faults = [] } = readRule(await readRuleText(join(folder, file)))
      return { file, faults, ...(rule && { rule }) }
    }),
  )
}

/** @throws LabError `bad-file`, `not-found` */
export async function readRuleText(path: string): Promise<string> {
  try {
    return await readText(path, mostBytes)
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException)
  }
}

function unreadable(path: string, error: NodeJS.ErrnoException): LabError {
  const missing = error.code === 'ENOENT'
  const reason = missing ? 'it is not there' : error.message
  return new LabError(missing ? 'not-found' : 'bad-file', `'${path}' cannot be read: ${reason}.`, {
    parameters: { name: path, reason },
  })
}

/**
 * Keeps a rule as the file that its name says.
 *
 * @param replaces whether a file of that name is replaced
 * @returns its path
 * @throws LabError `not-saved`
 */
export async function keepRule(folder: string, rule: OwnRule, replaces = false): Promise<string> {
  const path = join(folder, `${rule.name}.py`)
  const failed = (reason: string): LabError =>
    new LabError('not-saved', `'${path}' was not written: ${reason}.`, {
      parameters: { name: path, reason },
    })
  if (!replaces && (await isFile(path))) throw failed('there is a rule of that name')
  try {
    await makeFolder(folder)
    await replaceFile(path, writeRule(rule))
  } catch (error) {
    throw failed((error as Error).message)
  }
  return path
}
