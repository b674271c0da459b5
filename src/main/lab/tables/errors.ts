import { basename } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'

export function tableMissing(path: string): LabError {
  const name = basename(path)
  return new LabError(
    'table-missing',
    `The file ${name} is not there: ${path}. Put it back, or choose another table.`,
    { parameters: { name, path } },
  )
}

export function tableChanged(path: string): LabError {
  const name = basename(path)
  return new LabError(
    'table-changed',
    `The file ${name} has changed since it was opened. Open it again: its rows and columns may be others now.`,
    { parameters: { name, path } },
  )
}

/** A page names a file that nobody gave it. */
export function notGiven(path: string): LabError {
  const name = basename(path)
  return new LabError(
    'not-found',
    `The file ${name} has not been opened here. Drop it into the window or choose it.`,
    { parameters: { name } },
  )
}
