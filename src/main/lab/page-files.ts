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

/**
 * What the page may load: its own files and nothing from anywhere else. Style elements are allowed
 * because components position themselves by inline styles; no script is built from a string.
 *
 * `wasm-unsafe-eval` allows WebAssembly to be compiled, and no JavaScript to be evaluated. The page
 * and its workers compile update rules to kernels. What is compiled is built instruction by
 * instruction from a program that was parsed and checked (src/shared/rules): it reads and writes the
 * memory it is given, imports no function but those of arithmetic, and no text becomes code.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

/** Headers of every file of the page, in every shell. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}
