import { join } from 'node:path'
import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { probe } from '../setup/probe.ts'
import { findCommand, isDebian } from '../setup/system.ts'
import { UsageError } from '../setup/errors.ts'

/** What a package can be. `dir` is the unpacked app, which every other one holds. */
const allTargets = ['dir', 'deb', 'AppImage', 'rpm', 'nsis', 'dmg'] as const
export type Target = (typeof allTargets)[number]

/** What decides which targets can be built. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly env: NodeJS.ProcessEnv
}

/** Where electron-builder's tools come from, and where it keeps them. */
const toolsAddress = 'https://github.com/electron-userland/electron-builder-binaries/releases/'

/**
 * The targets that the arguments ask for, in their order; without any, those that this kind of system
 * has by itself.
 * @throws UsageError for a name that is no target
 */
export function chooseTargets(args: readonly string[], machine: Machine): Target[] {
  if (args.length === 0) return usual(machine)
  const unknown = args.find((name) => !allTargets.some((target) => sameName(target, name)))
  if (unknown !== undefined) {
    throw new UsageError(
      `"${unknown}" is no target. Usage: npm run package [-- ${allTargets.join(' ')}]`,
    )
  }
  return allTargets.filter((target) => args.some((name) => sameName(target, name)))
}

const sameName = (target: Target, name: string): boolean =>
  target.toLowerCase() === name.toLowerCase()

function usual({ platform, env }: Machine): Target[] {
  switch (platform) {
    case 'darwin':
      return ['dir', 'dmg']
    case 'win32':
      return ['dir', 'nsis']
    default:
      return isDebian(platform) && findCommand(['dpkg-deb'], env) ? ['dir', 'deb'] : ['dir']
  }
}

/**
 * @returns a sentence that says what a target lacks here and where it can be built, or undefined
 *   where it lacks nothing
 */
export async function lacking(target: Target, machine: Machine): Promise<string | undefined> {
  switch (target) {
    case 'dir':
      return undefined
    case 'deb':
      return lackingDeb(machine)
    case 'AppImage':
      if (machine.platform !== 'linux') return elsewhere('AppImage', 'a Linux machine', machine)
      return lackingTools('AppImage', 'appimage', machine)
    case 'rpm':
      if (machine.platform !== 'linux') return elsewhere('rpm', 'a Linux machine', machine)
      if (!findCommand(['rpmbuild'], machine.env)) {
        return 'rpm: not built; it lacks rpmbuild: install the package "rpm" (or "rpm-build").'
      }
      return lackingTools('rpm', 'fpm', machine)
    case 'nsis':
      // Electron, TensorFlow and DuckDB are those of this machine.
      if (machine.platform !== 'win32') return elsewhere('nsis', 'a Windows machine', machine)
      return lackingTools('nsis', 'nsis', machine)
    case 'dmg':
      if (machine.platform !== 'darwin') return elsewhere('dmg', 'a Mac', machine)
      return lackingTools('dmg', 'dmg-builder', machine)
  }
}

function elsewhere(target: Target, where: string, { platform, arch }: Machine): string {
  return (
    `${target}: not built; it lacks native libraries of its platform, since those here are for ` +
    `${platform}-${arch}: run "npm run package -- ${target}" on ${where}.`
  )
}

function lackingDeb({ platform, env }: Machine): string | undefined {
  if (platform === 'linux' && findCommand(['dpkg-deb'], env)) return undefined
  return (
    'deb: not built; it lacks dpkg-deb, a tool of Debian: run "npm run package -- deb" on Debian ' +
    'or a system derived from it.'
  )
}

async function lackingTools(
  target: Target,
  name: string,
  machine: Machine,
): Promise<string | undefined> {
  const { env } = machine
  if (await isKept(name, machine)) return undefined
  const found = await probe(env.ELECTRON_BUILDER_BINARIES_MIRROR ?? toolsAddress, env)
  if (found.reachable) return undefined
  return (
    `${target}: not built; it lacks electron-builder's tools, whose host cannot be reached ` +
    `(${found.reason}): run "npm run package -- ${target}" where it can.`
  )
}

/** Whether electron-builder has fetched a tool before. */
async function isKept(name: string, { platform, env }: Machine): Promise<boolean> {
  const names = await readdir(toolsFolder(platform, env)).catch(() => [])
  return names.some((each) => each.startsWith(name))
}

function toolsFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (env.ELECTRON_BUILDER_CACHE) return env.ELECTRON_BUILDER_CACHE
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'electron-builder')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'electron-builder', 'Cache')
  return join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'electron-builder')
}
