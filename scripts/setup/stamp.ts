import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Identifies files by what changes when one is replaced, and the Node that loads them. */
export function fingerprint(files: readonly string[]): string | undefined {
  try {
    const parts = files.map((file) => {
      const { size, mtimeMs, ino } = statSync(file)
      return `${size}-${mtimeMs}-${ino}`
    })
    return [process.version, process.arch, ...parts].join(' ')
  } catch {
    return undefined
  }
}

/** Lies in `node_modules`, so that a fresh installation forgets it. */
function stampFile(root: string): string {
  return join(root, 'node_modules', '.descent-lab.json')
}

/** What was noted for a fingerprint, if it is still the one that was noted last. */
export function readStamp<T>(root: string, print: string | undefined): T | undefined {
  if (print === undefined) return undefined
  try {
    const noted = JSON.parse(readFileSync(stampFile(root), 'utf8')) as { print: string; value: T }
    return noted.print === print ? noted.value : undefined
  } catch {
    return undefined
  }
}

/** Notes something about files as they are now. */
export function writeStamp(root: string, print: string | undefined, value: unknown): void {
  if (print === undefined) return
  writeFileSync(stampFile(root), JSON.stringify({ print, value }))
}
