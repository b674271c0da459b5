import { basename } from 'node:path'
import { LabError } from '../../shared/contract/errors.ts'
import type { BadTableReason } from '../../shared/contract/tables.ts'

/**
 * @param sentence goes on from the file's name
 * @param more what else the page's sentence for the reason names
 * @returns a LabError `bad-table` with the parameters `name`, `reason` and those
 */
export function badTable(
  path: string,
  reason: BadTableReason,
  sentence: string,
  more: Readonly<Record<string, string>> = {},
): LabError {
  const name = basename(path)
  return new LabError('bad-table', `${name} ${sentence}`, {
    parameters: { ...more, name, reason },
  })
}

/** What the database says of a file that it cannot read; undefined where it is not the database. */
export function databaseError(path: string, error: unknown): LabError | undefined {
  const message = error instanceof Error ? error.message : ''
  // Its first sentence; the rest is advice on its own options.
  const [first = '', ...rest] = message.split('\n')
  const said = /^[A-Z][A-Za-z ]* Error: (.*)$/.exec(first)?.[1]
  if (said === undefined) return undefined
  const sentence = `cannot be read (${said.replaceAll(path, 'the file').replace(/\.$/, '')}).`
  const { message: whole, parameters } = badTable(path, 'damaged', sentence)
  return new LabError('bad-table', whole, { parameters, details: rest.slice(0, 20), cause: error })
}

/** What a file operation's failure means to whoever chose the file. */
export function fileError(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new LabError('not-found', `There is no file ${path}.`, {
        parameters: { name: basename(path) },
      })
    case 'EACCES':
    case 'EPERM':
      return badTable(path, 'permission', 'may not be read: ask for permission, or copy the file.')
    case 'EISDIR':
      return badTable(path, 'folder', 'is a folder: choose a file in it.')
    case 'ENOSPC':
      return badTable(
        path,
        'space',
        'cannot be read: no room is left in the folder for temporary files.',
      )
    case undefined:
      return error
    default:
      return badTable(path, 'unreadable', `cannot be read (${message}).`)
  }
}
