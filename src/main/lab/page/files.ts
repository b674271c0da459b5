import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
}

interface PageFile {
  readonly type: string
  readonly body: Buffer
}

/** The page's files, by their path below the page's root. */
export interface PageFiles {
  /**
   * @param path as a URL has it after the root's slash, still encoded: `assets/index.js`, and the
   *   empty string for the page itself
   * @returns undefined when the page has no such file
   */
  read(path: string): Promise<PageFile | undefined>
}

/**
 * Lists what can be asked for, once: a path is looked up in that list and never joined to a folder,
 * so no path leads out of it.
 *
 * @param folder of the built page
 */
export async function openPageFiles(folder: string): Promise<PageFiles> {
  const files = new Map<string, string>()
  await list(folder, '', files)
  return {
    async read(path) {
      const name = decode(path) || 'index.html'
      const file = files.get(name)
      const type = types[extname(name)]
      if (!file || !type) return undefined
      return { type, body: await readFile(file) }
    },
  }
}

async function list(folder: string, prefix: string, files: Map<string, string>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await list(path, `${prefix}${entry.name}/`, files)
    else if (entry.isFile()) files.set(prefix + entry.name, path)
  }
}

/** What cannot be decoded is the name of no file. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return '\0'
  }
}
