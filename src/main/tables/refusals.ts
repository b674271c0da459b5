import { basename } from 'node:path'
import { LabError } from '../../shared/contract/errors.ts'
import type { BadTableReason } from '../../shared/contract/tables.ts'

/**
 * @param sentence goes on from the file's name
 * @returns a LabError `bad-table` with the parameters `name` and `reason`
 */
export function badTable(path: string, reason: BadTableReason, sentence: string): LabError {
  const name = basename(path)
  return new LabError('bad-table', `${name} ${sentence}`, { parameters: { name, reason } })
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

/** First bytes, in hex, of what people mistake for tables. */
const signatures: readonly (readonly [string, BadTableReason, string])[] = [
  ['504b0304', 'workbook', 'is a workbook or an archive: save the sheet as CSV and choose that.'],
  ['d0cf11e0', 'workbook', 'is an old workbook: save the sheet as CSV and choose that.'],
  ['1f8b', 'compressed', 'is compressed: unpack it and choose what it holds.'],
  ['28b52ffd', 'compressed', 'is compressed: unpack it and choose what it holds.'],
  ['425a68', 'compressed', 'is compressed: unpack it and choose what it holds.'],
  ['fd377a58', 'compressed', 'is compressed: unpack it and choose what it holds.'],
  ['377abcaf', 'compressed', 'is compressed: unpack it and choose what it holds.'],
  ['53514c69746520666f726d6174', 'binary', 'is a database: export a table of it as CSV.'],
  ['255044462d', 'binary', 'is a PDF: export its table as CSV.'],
  ['89504e47', 'binary', 'is a picture.'],
  ['ffd8ff', 'binary', 'is a picture.'],
  ['7f454c46', 'binary', 'is a program.'],
  ['894844460d0a1a0a', 'binary', 'is an HDF5 file: export a table of it as CSV or Parquet.'],
  ['4152524f5731', 'binary', 'is an Arrow file: save the table as Parquet.'],
  ['934e554d5059', 'binary', 'is a NumPy array: save it as CSV.'],
]

/** @throws LabError `bad-table` for the kinds of file that are known and are no table */
export function refuseKnown(path: string, head: Buffer): void {
  const hex = head.subarray(0, 16).toString('hex')
  const known = signatures.find(([start]) => hex.startsWith(start))
  if (known) throw badTable(path, known[1], known[2])
}
