import { basename } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { BadTableReason } from '#shared/contract/tables.ts'

/** A text in which what a terminal would obey is shown by its number. */
export function visible(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (mark) => `\\x${mark.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}

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
  return new LabError('bad-table', visible(`${name} ${sentence}`), {
    parameters: { ...more, name, reason },
  })
}

/** What the database threw: it is thrown on because of the file that it was given. */
class DatabaseError extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'DatabaseError'
  }
}

/** Waits for the database. @throws DatabaseError in place of whatever it throws */
export async function fromDatabase<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw new DatabaseError(error)
  }
}

/** What the database says of a file that it cannot read; undefined where it is not the database. */
export function databaseError(path: string, error: unknown): LabError | undefined {
  const message = error instanceof Error ? error.message : ''
  // "Invalid Input Error: …", "INTERNAL Error: …"; the name says little to whoever chose the file.
  const [, kind = '', told] = /^([A-Z][A-Za-z/ ]*) Error: (.*)$/s.exec(message) ?? []
  const said = told ?? (error instanceof DatabaseError ? message : undefined)
  if (said === undefined) return undefined
  // Its first line; the rest is advice on its own options, or its own stack.
  const [first = '', ...rest] = said.split(/[\r\n\u2028\u2029]+/)
  const words = first.replaceAll(path, 'the file').trim().replace(/\.$/, '').slice(0, 300)
  const [reason, sentence] = meaning(kind, words)
  const { message: whole, parameters } = badTable(path, reason, sentence)
  const own = /^(?:INTERNAL|FATAL)$/.test(kind)
  const details = own ? [] : rest.filter((line) => line !== '').slice(0, 20)
  return new LabError('bad-table', whole, { parameters, details, cause: error })
}

/** What an error of the database means to whoever chose the file. */
function meaning(kind: string, words: string): readonly [BadTableReason, string] {
  const why = words === '' ? '' : ` (${words})`
  if (kind === 'Out of Memory') {
    return ['memory', `needs more memory to be read than there is for it${why}.`]
  }
  if (/No space left on device/i.test(words)) {
    return ['space', 'cannot be read: no room is left in the folder for temporary files.']
  }
  if (/Permission denied/i.test(words)) {
    return ['permission', 'may not be read: ask for permission, or copy the file.']
  }
  return ['damaged', words === '' ? 'cannot be read: it is damaged.' : `cannot be read${why}.`]
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
