import { readFileSync } from 'node:fs'
import { startFile, startParts } from '#shared/contract/start.ts'
import type { PageFiles } from './page-files.ts'

/**
 * Reads the settings before there is a laboratory, whose schemas take longer than the window.
 *
 * @param path of the settings
 * @returns undefined where there are none yet, or none that can be read: the laboratory says so
 */
export function readKept(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Adds to the page's files how it begins, so that no schema stands before a first start's picture.
 *
 * @param path of the settings
 */
export function withStart(files: PageFiles, path: string): PageFiles {
  return {
    read: async (name) =>
      name === startFile
        ? {
            type: 'application/json; charset=utf-8',
            body: Buffer.from(JSON.stringify(startParts(readKept(path)))),
          }
        : files.read(name),
  }
}
