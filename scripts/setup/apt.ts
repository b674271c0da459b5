import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { run, tail } from './command.ts'
import { SetupError } from './errors.ts'
import type { Report } from './report.ts'

/** A package by all the names it has had; the first one that the system offers is taken. */
export type PackageNames = readonly [string, ...string[]]

/** apt waits so long for another apt, in seconds. */
const lockTimeout = 180

/** The names with a candidate in the output of `apt-cache policy <names>`. */
export function parseCandidates(policy: string): Set<string> {
  const available = new Set<string>()
  let name = ''
  for (const line of policy.split('\n')) {
    const heading = /^(\S+):$/.exec(line)
    if (heading?.[1]) name = heading[1]
    const candidate = /^ {2}Candidate: (.*)$/.exec(line)
    if (candidate && candidate[1] !== '(none)') available.add(name)
  }
  return available
}

/** For each package the first of its names that is available, else its first name. */
export function chooseNames(
  packages: readonly PackageNames[],
  available: ReadonlySet<string>,
): string[] {
  return packages.map((names) => names.find((name) => available.has(name)) ?? names[0])
}

async function choose(packages: readonly PackageNames[]): Promise<string[]> {
  const policy = await run('apt-cache', ['policy', ...packages.flat()], {
    env: { ...process.env, LC_ALL: 'C' },
  })
  return chooseNames(packages, parseCandidates(policy.stdout))
}

/** The line a person runs to install packages, with the names of this system. */
export async function aptCommand(packages: readonly PackageNames[]): Promise<string> {
  return `sudo apt-get install -y --no-install-recommends ${(await choose(packages)).join(' ')}`
}

/** What one line of apt's status descriptor says: the stage and how much of it is done, 0 to 1. */
export function parseStatus(line: string): { stage: string; share: number } | undefined {
  const match = /^(dlstatus|pmstatus):[^:]*:([\d.]+):/.exec(line)
  if (!match) return undefined
  const stage = match[1] === 'dlstatus' ? 'download' : 'install'
  return { stage, share: Number(match[2]) / 100 }
}

interface AptResult {
  readonly code: number | null
  readonly output: string
}

/** Runs apt-get with its machine-readable status on descriptor 3. */
function aptGet(args: readonly string[], what: string, report: Report): Promise<AptResult> {
  return new Promise((resolve) => {
    const options = ['-o', 'APT::Status-Fd=3', '-o', `DPkg::Lock::Timeout=${lockTimeout}`]
    const child = spawn('apt-get', [...options, ...args], {
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    })
    let output = ''
    let size = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      size = /Need to get ([^/]+?)(?:\/.*)? of archives/.exec(output)?.[1] ?? size
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text))
    createInterface({ input: child.stdio[3] as Readable }).on('line', (line) => {
      const status = parseStatus(line)
      if (!status) return
      const label = size === '' ? what : `${what}, ${status.stage} (${size})`
      report.share(label, status.share)
    })
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => resolve({ code, output }))
  })
}

/**
 * Installs Debian packages as root, after bringing the package lists up to date.
 * @throws SetupError with apt's last lines and the command to run by hand
 */
export async function installPackages(
  packages: readonly PackageNames[],
  report: Report,
): Promise<void> {
  const update = await aptGet(['update'], 'Package lists', report)
  // Old lists may still do; if not, the installation says so.
  if (update.code !== 0) report.say('The package lists could not be brought up to date.')
  const names = await choose(packages)
  report.say(`Installing from Debian: ${names.join(' ')}`)
  const args = ['install', '-y', '--no-install-recommends', ...names]
  const result = await aptGet(args, 'Debian packages', report)
  if (result.code === 0) return
  const lines = tail({ code: result.code, stdout: result.output, stderr: '', timedOut: false })
  throw new SetupError(
    `apt-get could not install ${names.join(' ')}:\n${lines}\n` +
      `Install them by hand (${await aptCommand(packages)}), then run "npm run setup" again.`,
  )
}
