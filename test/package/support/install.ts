import { execFile } from 'node:child_process'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A package that Debian's own tool has installed. */
export interface Installed {
  /** What Debian calls it. */
  readonly name: string
  /** Where its `/` is: a folder of the test's own, or the machine's. */
  readonly root: string
  /** The command that a person starts. */
  readonly command: string
  /** The program's folder. */
  readonly library: string
  remove(): Promise<void>
}

/** Where the package is really installed: on a machine that is there for nothing but tests. */
export const forReal = process.env['CI'] === 'true'

/** One field of the package's description. */
export async function fieldOf(deb: string, field: string): Promise<string> {
  const { stdout } = await run('dpkg-deb', ['--field', deb, field])
  return stdout.trim()
}

/**
 * Installs a deb, for real or below a folder. Below a folder, what is installed on the machine counts
 * as well, so that it is held against what the package depends on.
 *
 * @param folder for its `/`
 * @throws with dpkg's words, when something that it depends on is missing, say
 */
export async function install(deb: string, folder: string): Promise<Installed> {
  const name = await fieldOf(deb, 'Package')
  const root = forReal ? '/' : folder
  const where = forReal ? [] : await ownDatabase(folder)
  await dpkg([...where, '--install', deb])
  return {
    name,
    root,
    command: join(root, 'usr', 'bin', 'descent-lab'),
    library: join(root, 'usr', 'lib', name),
    remove: () => dpkg([...where, '--purge', name]),
  }
}

async function ownDatabase(folder: string): Promise<string[]> {
  const database = join(folder, 'var', 'lib', 'dpkg')
  for (const part of ['info', 'updates', 'triggers']) {
    await mkdir(join(database, part), { recursive: true })
  }
  await copyFile('/var/lib/dpkg/status', join(database, 'status'))
  await writeFile(join(database, 'available'), '')
  return [`--instdir=${folder}`, `--admindir=${database}`, '--force-script-chrootless']
}

async function dpkg(args: string[]): Promise<void> {
  await run('dpkg', args, {
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 2 ** 20,
  })
}
