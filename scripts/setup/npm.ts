import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { run, tail, type CommandResult } from './command.ts'
import { SetupError } from './errors.ts'
import type { PinnedPackage } from './pins.ts'

/** Metadata takes a second; a registry that takes this long is not there. Milliseconds. */
const viewTimeout = 60_000

/** Runs the npm that runs us, so that its configuration (registry, proxy, keys) applies. */
function npm(args: readonly string[], timeout?: number): Promise<CommandResult> {
  const cli = process.env.npm_execpath
  const env = { ...process.env, npm_config_update_notifier: 'false' }
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args], { env, timeout })
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { env, timeout })
}

/** The address of a pinned package's tarball in whatever registry npm is configured for. */
export async function tarballAddress(pin: PinnedPackage): Promise<string> {
  const spec = `${pin.name}@${pin.version}`
  const result = await npm(['view', spec, 'dist.tarball'], viewTimeout)
  const address = result.stdout.trim()
  if (result.code === 0 && address !== '') return address
  throw new SetupError(
    `The npm registry did not say where ${spec} is. Check that "npm view ${spec}" works, ` +
      `then run "npm run setup" again.\n${tail(result)}`,
  )
}

/**
 * Lets npm fetch a tarball itself: slower and without resuming, but through npm's own proxy
 * and with npm's own keys, which a plain download does not have.
 * @param file where the tarball goes
 */
export async function packTarball(pin: PinnedPackage, file: string): Promise<void> {
  const spec = `${pin.name}@${pin.version}`
  const folder = await mkdtemp(join(dirname(file), '.npm-pack-'))
  try {
    // npm's shared cache would keep a second copy of a file that is used once.
    const scratch = ['--cache', join(folder, 'cache'), '--pack-destination', folder]
    const result = await npm(['pack', spec, '--ignore-scripts', ...scratch])
    const packed = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
    if (result.code !== 0 || packed === undefined) {
      throw new SetupError(`npm could not fetch ${spec} either.\n${tail(result)}`)
    }
    await rename(join(folder, packed), file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
