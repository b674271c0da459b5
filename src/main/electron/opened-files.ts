import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bundleEnding } from '#shared/exports.ts'

/** Endings of what the program opens: run bundles, and every form of table that the Data stage takes. */
export const openedEndings: readonly string[] = [
  bundleEnding,
  '.csv',
  '.tsv',
  '.tab',
  '.txt',
  '.dat',
  '.data',
  '.parquet',
  '.json',
  '.jsonl',
  '.ndjson',
  '.arff',
]

/** Files that say which sweep or tournament a folder holds. */
const workFiles = ['work.json', 'sweep.json'] as const

/**
 * The files among the words of a command line; of a folder of a sweep or a tournament, the one that says
 * what it holds. A switch is none, whatever lies under its name; nor is any other folder, a device, or
 * anything with an ending that the program does not open.
 *
 * @param words without the program, and without the app's folder where Electron was given one
 * @param folder in which they were typed
 * @returns absolute paths, each once
 */
export function filesAmong(words: readonly string[], folder: string): string[] {
  const paths = words
    .filter((word) => !word.startsWith('-'))
    .map((word) => resolve(folder, word))
    .map((path) => workFiles.map((name) => join(path, name)).find(isFile) ?? path)
    .filter((path) => openedEndings.some((ending) => path.toLowerCase().endsWith(ending)))
  return [...new Set(paths)].filter(isFile)
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Files that a person opened by way of the system, until a page takes them. */
export interface OpenedFiles {
  /** @param paths absolute */
  add(paths: readonly string[]): void
  /** From now on a page listens: what waits is told at once, the rest as it comes. */
  tellTo(listener: (path: string) => void): void
  /** The page has gone, to be loaded again perhaps. */
  hold(): void
}

export function createOpenedFiles(): OpenedFiles {
  let tell: ((path: string) => void) | undefined
  let waiting: string[] = []
  return {
    add(paths) {
      if (tell) paths.forEach(tell)
      else waiting.push(...paths)
    },
    tellTo(listener) {
      tell = listener
      const held = waiting
      waiting = []
      held.forEach(listener)
    },
    hold() {
      tell = undefined
    },
  }
}
