import { join, resolve } from 'node:path'
import { findElectron } from '#scripts/setup/electron.ts'

/** The project's root. */
export const root = resolve(import.meta.dirname, '..', '..', '..')

/** Chromium's sandbox does not work for root. */
export const asRoot: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** The environment of a program under test, with a data folder of its own. */
export function environment(folder: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return {
    ...Object.fromEntries(inherited),
    DESCENT_LAB_DATA: join(folder, 'data'),
    LANG: 'en_US.UTF-8',
    TF_CPP_MIN_LOG_LEVEL: '2',
  }
}

/** What the runner set; without it, the Electron that set-up found. @throws with what to do */
export function needed(name: 'DESCENT_LAB_ELECTRON' | 'CHROME_PATH'): string {
  const value = process.env[name]
  if (value) return value
  const electron = name === 'DESCENT_LAB_ELECTRON' ? findElectron() : undefined
  if (electron) return electron.executable
  throw new Error(
    `${name} is not set: run 'npm test -- electron served', or 'npm run setup -- --for test' and set it to what that found.`,
  )
}
