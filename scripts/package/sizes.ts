import { lstatSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { megabytes } from '../setup/report.ts'

/** A part of a package. */
export interface Part {
  /** Relative to the package. */
  readonly name: string
  readonly bytes: number
}

/** Parts from this size on are named, in bytes. */
const largeBytes = 10e6

/** Bytes of every file in a folder, links not followed. */
export function filesIn(folder: string, root: string = folder): Part[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(path, root)
    return [{ name: relative(root, path).split(sep).join('/'), bytes: lstatSync(path).size }]
  })
}

export function total(parts: readonly Part[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Lines that say how large a package is, and which of its files are large. */
export function sizeLines(folder: string): string[] {
  const files = filesIn(folder)
  const large = files.filter(({ bytes }) => bytes >= largeBytes).sort((a, b) => b.bytes - a.bytes)
  const rest = total(files) - total(large)
  return [
    `${megabytes(total(files))} in ${files.length} files:`,
    ...large.map(({ name, bytes }) => `  ${megabytes(bytes).padStart(9)}  ${name}`),
    `  ${megabytes(rest).padStart(9)}  everything else`,
  ]
}
