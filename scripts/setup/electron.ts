import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheRoot } from './cache.ts'
import { projectRoot } from './context.ts'
import { isExecutable } from './system.ts'

/** An Electron that can be started. */
export interface FoundElectron {
  readonly executable: string
  /** The folder that electron-builder calls `electronDist`. */
  readonly dist: string
  /** Its version, or "unknown" for a folder that does not say. */
  readonly version: string
  /** Not its makers' own build: fit for working and testing, never for a release. */
  readonly thirdParty: boolean
}

/** Lies in a third party's copy and says where it is from. */
export const thirdPartyMark = 'third-party.json'

/** Where set-up notes which Electron it found. */
export function electronRecord(cache: string): string {
  return join(cache, 'electron.json')
}

/** Where in its folder Electron's executable is. */
export function executableIn(dist: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron')
  return join(dist, platform === 'win32' ? 'electron.exe' : 'electron')
}

/** Whether the user refuses Electron from anybody but its makers. */
export function refusesThirdParty(env: NodeJS.ProcessEnv): boolean {
  return env.DESCENT_LAB_THIRD_PARTY_ELECTRON === 'refuse'
}

/** What a folder with an Electron in it holds, or undefined when there is none. */
export function describeDist(
  dist: string,
  platform: NodeJS.Platform = process.platform,
): FoundElectron | undefined {
  const executable = executableIn(dist, platform)
  if (!isExecutable(executable)) return undefined
  const told = join(dist, 'version')
  const version = existsSync(told) ? readFileSync(told, 'utf8').trim().replace(/^v/, '') : 'unknown'
  return { executable, dist, version, thirdParty: existsSync(join(dist, thirdPartyMark)) }
}

function readRecord(cache: string): string | undefined {
  try {
    const { dist } = JSON.parse(readFileSync(electronRecord(cache), 'utf8')) as { dist: unknown }
    return typeof dist === 'string' ? dist : undefined
  } catch {
    return undefined
  }
}

/**
 * The Electron to use: `ELECTRON_OVERRIDE_DIST_PATH` if set, else the one that set-up noted in
 * the cache, else the one that Electron's own installer left in `node_modules`. A third
 * party's copy is never returned when the user refuses it.
 */
export function findElectron(
  env: NodeJS.ProcessEnv = process.env,
  cache: string = cacheRoot(env),
  root: string = projectRoot,
): FoundElectron | undefined {
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return describeDist(env.ELECTRON_OVERRIDE_DIST_PATH)
  const installed = join(root, 'node_modules', 'electron', 'dist')
  for (const dist of [readRecord(cache), installed]) {
    const found = dist === undefined ? undefined : describeDist(dist)
    if (found && !(found.thirdParty && refusesThirdParty(env))) return found
  }
  return undefined
}
