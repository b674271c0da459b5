import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheRoot, inCache } from './cache.ts'
import type { SetupContext } from './context.ts'
import { node24Package } from './pins.ts'
import { isExecutable } from './system.ts'
import { extract, withTarball } from './tarball.ts'

const folderName = `node-${node24Package.version}-linux-x64`

/** The Node 24 that set-up brought for the integration tests, if it did. */
function findNode24(cache: string = cacheRoot()): string | undefined {
  const executable = join(cache, folderName, 'bin', 'node')
  return isExecutable(executable) ? executable : undefined
}

/** Brings a Node 24 into the cache. @returns its path, or undefined where there is none to bring */
export async function ensureNode24(context: SetupContext): Promise<string | undefined> {
  const { cache, report, platform, arch } = context
  const present = findNode24(cache)
  if (present !== undefined) return present
  if (platform !== 'linux' || arch !== 'x64') {
    report.say(
      `Node 24: left out, the pinned build is for linux-x64 and this is ${platform}-${arch}.`,
    )
    return undefined
  }
  report.say(
    `Node 24: taking ${node24Package.version} from ${node24Package.name} for the integration tests.`,
  )
  await inCache(
    cache,
    folderName,
    (folder) =>
      withTarball(cache, node24Package, 'Node 24, download', report, async (tarball) => {
        const isWanted = (path: string): boolean => path === 'package/bin/node'
        const extraction = { folder, strip: 1, wanted: isWanted }
        await extract(tarball, extraction, 'Node 24, unpacking', report)
        await chmod(join(folder, 'bin', 'node'), 0o755)
      }),
    report,
  )
  return findNode24(cache)
}
