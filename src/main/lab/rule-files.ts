import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { KeptRuleFile } from '#shared/contract/rules.ts'
import { longestFile, readRule, writeRule } from '#shared/own/file.ts'
import type { OwnRule } from '#shared/own/rule.ts'
import type { Fault } from '#shared/rules/faults.ts'
import { isFile, makeFolder, readText, replaceFile } from './files.ts'

/** A file of the folder of rules, with its rule, or what is wrong with it. */
export interface RuleFile {
  /** Its name in the folder. */
  readonly file: string
  readonly text: string
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
      const text = await readRuleText(join(folder, file))
      const { rule, faults = [] } = readRule(text)
      return { file, text, faults, ...(rule && { rule }) }
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
  const failed = (reason: string, why = 'other'): LabError =>
    new LabError('not-saved', `'${path}' was not written: ${reason}.`, {
      parameters: { name: path, reason, why },
    })
  if (!replaces && (await isFile(path))) throw failed('there is a rule of that name', 'exists')
  try {
    await makeFolder(folder)
    await replaceFile(path, writeRule(rule))
  } catch (error) {
    throw failed((error as Error).message)
  }
  return path
}

/** The rules of a data folder, as the pages change them. */
export interface RuleFolder {
  list(): Promise<KeptRuleFile[]>
  /** @throws LabError `bad-file`, `not-saved` */
  save(text: string, was?: string): Promise<KeptRuleFile>
  /** @returns whether it was there. @throws LabError `not-saved` */
  remove(file: string): Promise<boolean>
}

/** @param onChange told after each change */
export function openRuleFolder(folder: string, onChange: () => void): RuleFolder {
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work)
    queue = done.catch(() => undefined)
    return done
  }
  return {
    list: async () => (await listRules(folder)).map(({ file, text }) => ({ file, text })),
    save: (text, was) =>
      inTurn(async () => {
        const { rule, faults: [fault] = [] } = readRule(text)
        if (!rule) {
          const reason = fault?.message.en ?? ''
          throw new LabError('bad-file', `This is no rule that can be kept: ${reason}`, {
            parameters: { name: was ?? '', reason },
          })
        }
        const file = basename(await keepRule(folder, rule, was === `${rule.name}.py`))
        if (was !== undefined && was !== file) await rm(join(folder, was), { force: true })
        onChange()
        return { file, text: writeRule(rule) }
      }),
    remove: (file) =>
      inTurn(async () => {
        const path = join(folder, file)
        const there = await isFile(path)
        try {
          await rm(path, { force: true })
        } catch (error) {
          const { message: reason } = error as Error
          throw new LabError('not-saved', `'${path}' was not deleted: ${reason}.`, {
            parameters: { name: path, reason },
          })
        }
        if (there) onChange()
        return there
      }),
  }
}
