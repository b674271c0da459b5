import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, tail } from '../setup/command.ts'
import { SetupError } from '../setup/errors.ts'
import { withLock } from '../setup/lock.ts'
import type { Report } from '../setup/report.ts'

/** What the build reads, relative to the root. */
const inputPaths = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.node.json',
  'tsconfig.web.json',
  'tsconfig.shared.json',
]

/** One result of each of the build's parts; an interrupted build lacks the later ones. */
const outputPaths = [
  join('out', 'main', 'index.js'),
  join('out', 'preload', 'index.cjs'),
  join('out', 'renderer', 'index.html'),
  join('out', 'renderer', 'lesson.html'),
]

/** Notes when the last build began: what is changed during a build is not in it. */
const stampPath = join('out', 'built.json')

/** The latest change of a file or of anything in a folder (removals change the folder), in ms. */
export function latestChange(path: string): number {
  if (!existsSync(path)) return 0
  const found = statSync(path)
  if (!found.isDirectory()) return found.mtimeMs
  const inside = readdirSync(path).map((name) => latestChange(join(path, name)))
  return inside.reduce((latest, time) => Math.max(latest, time), found.mtimeMs)
}

function builtAt(root: string): number {
  if (!outputPaths.every((output) => existsSync(join(root, output)))) return 0
  try {
    const stamp = JSON.parse(readFileSync(join(root, stampPath), 'utf8')) as { began: number }
    return stamp.began
  } catch {
    // Built by hand: as old as its oldest part.
    return Math.min(...outputPaths.map((output) => statSync(join(root, output)).mtimeMs))
  }
}

/** Whether something that the build reads has changed since the last one. */
export function isStale(root: string): boolean {
  const built = builtAt(root)
  return inputPaths.some((input) => latestChange(join(root, input)) > built)
}

/**
 * Builds the program if it is not up to date. The build's own output is shown only on failure.
 * @throws SetupError with that output
 */
export async function ensureBuilt(root: string, report: Report): Promise<void> {
  if (!isStale(root)) return
  const lock = join(root, 'node_modules', '.descent-lab-build.lock')
  await withLock(lock, report, 'Another build is running; waiting for it.', async () => {
    // The one that was waited for may have done it.
    if (!isStale(root)) return
    report.say('Building.')
    const began = Date.now()
    const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const result = await run(process.execPath, [cli, 'build'], { cwd: root })
    if (result.code !== 0) throw new SetupError(`The build failed:\n${tail(result, 60)}`)
    writeFileSync(join(root, stampPath), JSON.stringify({ began }))
  })
}
