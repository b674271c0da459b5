import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A file in a deb. */
export interface PackedFile {
  /** As `ls -l` writes it: `-rwsr-xr-x`. */
  readonly mode: string
  readonly owner: string
  readonly bytes: number
  /** Absolute. */
  readonly path: string
  /** Of a link. */
  readonly target?: string
}

/** All that a deb would lay on the disk. */
export async function filesOf(deb: string): Promise<PackedFile[]> {
  const { stdout } = await run('dpkg-deb', ['--contents', deb], { maxBuffer: 64 * 2 ** 20 })
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [, mode = '', owner = '', bytes = '', path = '', target] =
        /^(\S+) (\S+) +(\d+) \S+ \S+ \.(\/.*?)(?: -> (.*))?$/.exec(line) ?? []
      return { mode, owner, bytes: Number(bytes), path, target }
    })
}

/** Something that belongs to the makers of a program, and to nobody who runs it. */
export function isClutter(path: string): boolean {
  return (
    /\.(ts|tsx|mts|cts|vue|map|md|gyp|c|cc|h|tsbuildinfo)$/.test(path) ||
    /(^|\/)(test|tests|__tests__|stand-in|screenshots|\.bin)\//.test(path) ||
    /(^|\/)(tsconfig.*\.json|package-lock\.json|.*\.(test|spec)\.[cm]?js)$/.test(path)
  )
}
