import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { latestChange } from '#scripts/run/build.ts'
import { runChild } from '#scripts/run/child.ts'
import type { SetupContext } from '#scripts/setup/context.ts'
import { findElectron } from '#scripts/setup/electron.ts'
import { SetupError } from '#scripts/setup/errors.ts'

/** What a package is made from, beside the Electron. */
const inputPaths = [
  'out',
  'resources',
  'scripts/package',
  'electron-builder.config.ts',
  'package.json',
]

/** The deb that lies in `dist`, unless something that it is made from has changed since. */
function currentDeb(root: string): string | undefined {
  const dist = join(root, 'dist')
  const [name] = existsSync(dist) ? readdirSync(dist).filter((each) => each.endsWith('.deb')) : []
  if (name === undefined) return undefined
  const file = join(dist, name)
  const inputs = inputPaths.map((input) => join(root, input))
  const electron = findElectron()
  if (electron) inputs.push(electron.dist)
  const fresh = inputs.every((input) => latestChange(input) < statSync(file).mtimeMs)
  return fresh ? file : undefined
}

/**
 * Builds the deb, if it is not up to date.
 * @param prefix what the builder is started by, if anything
 * @param onOutput takes what the builder prints; left out, it goes to our own standard streams
 * @throws SetupError
 */
export async function ensureDeb(
  context: SetupContext,
  env: NodeJS.ProcessEnv,
  prefix: readonly string[] = [],
  onOutput?: (text: string) => void,
): Promise<string> {
  const { root } = context
  const present = currentDeb(root)
  if (present !== undefined) return present
  const script = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs')
  const args = [script, join(root, 'scripts', 'package.ts'), 'deb']
  const [file = process.execPath, ...words] = [...prefix, process.execPath, ...args]
  const code = await runChild(file, words, { cwd: root, env, onOutput })
  const deb = currentDeb(root)
  if (code === 0 && deb !== undefined) return deb
  throw new SetupError('The package was not built: what it says above stands in the way.')
}
