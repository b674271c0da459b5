import { run } from './command.ts'
import type { PackageNames } from './apt.ts'

/**
 * Debian packages that, with what they depend on, bring every library Electron links. The
 * second name of a pair is the older one: releases with 64-bit time on 32-bit machines renamed
 * these packages.
 */
export const electronLibraries: readonly PackageNames[] = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
]

/** The names that `ldd` could not resolve. */
export function parseMissing(ldd: string): string[] {
  return [...ldd.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '')
}

/** System libraries that an executable links and this machine lacks. Linux only; elsewhere none. */
export async function missingLibraries(
  executable: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string[]> {
  if (platform !== 'linux') return []
  const result = await run('ldd', [executable], { env: { ...process.env, LC_ALL: 'C' } })
  return parseMissing(result.stdout)
}
