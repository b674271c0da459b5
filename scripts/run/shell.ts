import type { FoundElectron } from '../setup/electron.ts'

/** What decides how the program is opened. */
export interface ShellFacts {
  /** `--serve` was asked for. */
  readonly serve: boolean
  readonly display: boolean
  readonly electron: FoundElectron | undefined
  readonly root: boolean
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
}

/** Which shell to open, with the lines that tell the person so. */
export type Shell =
  | { kind: 'served'; say: string[] }
  | { kind: 'electron'; electron: FoundElectron; switches: string[]; say: string[] }

/** The desktop app wherever it can be, else the served page; each deviation is said. */
export function chooseShell(facts: ShellFacts): Shell {
  const { electron, env, platform } = facts
  if (facts.serve) return { kind: 'served', say: [] }
  if (!facts.display) {
    return { kind: 'served', say: ['No display here: serving the page on this machine instead.'] }
  }
  if (electron === undefined) {
    return { kind: 'served', say: ['No Electron to use: serving the page in a browser instead.'] }
  }
  const switches: string[] = []
  const say: string[] = []
  if (electron.thirdParty) {
    say.push(`Opening in Electron ${electron.version}, a third party's copy of it.`)
  }
  if (platform === 'linux' && facts.root) {
    switches.push('--no-sandbox')
    say.push("Running as root: Chromium's sandbox is off, because it refuses to work for root.")
  }
  // Electron looks for X11 alone unless configured otherwise.
  if (platform === 'linux' && !env.DISPLAY) switches.push('--ozone-platform-hint=auto')
  return { kind: 'electron', electron, switches, say }
}
