import { findCommand, isDebian, isRoot } from './system.ts'

/** What the test of the installed package calls, and which of Debian's packages has it. */
const tools = { xdotool: 'xdotool', ip: 'iproute2', unshare: 'util-linux', setpriv: 'util-linux' }

/**
 * Whether the desktop package can be installed and tested here: a deb is, by root alone, who starts it
 * as somebody else.
 */
export function canTestPackage(platform: NodeJS.Platform = process.platform): boolean {
  return isDebian(platform) && isRoot()
}

/** Debian packages with tools that are not there. */
export function lackingTools(env: NodeJS.ProcessEnv): string[] {
  const lacking = Object.entries(tools).filter(([command]) => !findCommand([command], env))
  return [...new Set(lacking.map(([, name]) => name))]
}
