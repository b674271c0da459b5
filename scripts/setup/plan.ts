import type { PackageNames } from './apt.ts'
import { electronLibraries } from './libraries.ts'

/** What set-up found out about the machine before it decides what to install on it. */
export interface MachineFacts {
  readonly debian: boolean
  readonly root: boolean
  /** Libraries that Electron links and the machine lacks. */
  readonly missingLibraries: readonly string[]
  /** Windows must be opened, there is no display and no Xvfb. */
  readonly lacksXvfb: boolean
  /** Debian packages with tools that the test of the installed package calls, and that are not there. */
  readonly lacksTools: readonly string[]
  /** A browser is needed and there is none. */
  readonly lacksBrowser: boolean
  /** PyTorch is needed and no Python has it. */
  readonly lacksTorch: boolean
  /** Debian packages of Slurm that are needed and not there. */
  readonly lacksSlurm: readonly string[]
}

/** One thing that the machine lacks. */
export interface Need {
  /** What it is, as the start of a sentence: `Xvfb, for windows without a screen,`. */
  readonly what: string
  readonly packages: readonly PackageNames[]
}

/** What to do about it. */
export interface SystemPlan {
  /** To be installed by set-up. */
  readonly install: readonly Need[]
  /** To be told to the person, who can install it. */
  readonly tell: readonly Need[]
}

/** The first few of a list that may be long. */
function some(names: readonly string[], shown = 4): string {
  const rest = names.length - shown
  const first = names.slice(0, shown).join(', ')
  return rest > 0 ? `${first} and ${rest} more` : first
}

/** Decides what to install: everything that is missing, where we are root on Debian; else nothing. */
export function planSystem(facts: MachineFacts): SystemPlan {
  const needs: Need[] = []
  if (facts.missingLibraries.length > 0) {
    needs.push({
      what: `Electron's system libraries (${some(facts.missingLibraries)})`,
      packages: electronLibraries,
    })
  }
  if (facts.lacksXvfb)
    needs.push({ what: 'Xvfb, a display without a screen', packages: [['xvfb']] })
  if (facts.lacksTools.length > 0) {
    needs.push({
      what: `Tools for the test of the installed package (${facts.lacksTools.join(', ')})`,
      packages: facts.lacksTools.map((name) => [name]),
    })
  }
  if (facts.lacksBrowser) needs.push({ what: 'A browser for the tests', packages: [['chromium']] })
  if (facts.lacksTorch) {
    needs.push({
      what: 'PyTorch, on which the tests run exported scripts',
      packages: [['python3-torch']],
    })
  }
  if (facts.lacksSlurm.length > 0) {
    needs.push({
      what: 'Slurm, on which the tests run sweeps and tournaments',
      packages: facts.lacksSlurm.map((name) => [name]),
    })
  }
  return facts.debian && facts.root ? { install: needs, tell: [] } : { install: [], tell: needs }
}

/**
 * The sentence for a thing that set-up may not install itself.
 * @param command the line that installs it, on a machine that has apt
 */
export function needSentence(need: Need, command: string | undefined): string {
  if (command !== undefined) return `Missing: ${need.what}. Install with: ${command}`
  const packages = need.packages.map((names) => names.at(-1)).join(', ')
  return `Missing: ${need.what}. Install it with this system's own means (Debian calls it ${packages}).`
}
