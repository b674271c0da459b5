import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Whether windows can be opened: macOS and Windows always can, Linux with a display server. */
export function hasDisplay(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (platform === 'darwin' || platform === 'win32') return true
  return Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY)
}

/** Whether an `/etc/os-release` text is Debian's or that of a system derived from it. */
export function isDebianRelease(osRelease: string): boolean {
  const value = (key: string): string =>
    new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? ''
  return [value('ID'), ...value('ID_LIKE').split(' ')].includes('debian')
}

/** Whether this machine installs its packages by apt. */
export function isDebian(platform: NodeJS.Platform = process.platform): boolean {
  if (platform !== 'linux') return false
  try {
    return isDebianRelease(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

/**
 * What to know of a Node that npm warns about: Electron's packages name a later one than they need.
 *
 * @param version as `process.versions.node` has it
 * @returns undefined where npm does not warn
 */
export function nodeNote(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return undefined
  return `Node ${version}: npm warns that Electron's packages want 22.12 or later. Everything works without, packaging too.`
}

/** Whether this process may do everything on this machine. Never so on Windows. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Whether a path is a file that may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The first of some commands that is on the search path, with its full path. */
export function findCommand(
  names: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable)
    if (found !== undefined) return found
  }
  return undefined
}
