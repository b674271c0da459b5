import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { inCache } from './cache.ts'
import { run, tail } from './command.ts'
import { versionOf, type SetupContext } from './context.ts'
import { SetupError } from './errors.ts'
import { linkTree } from './link.ts'
import { tensorflowPackage } from './pins.ts'
import { probe } from './probe.ts'
import { extractNested, withTarball } from './tarball.ts'
import { checkTensorflow, packageFolder, type TensorflowVersions } from './tensorflow-check.ts'

/** The vendor's installer fetches some 100 MB and says nothing meanwhile. Milliseconds. */
const vendorTimeout = 20 * 60_000

/** The two folders that make an addon: the library's and the binding's, which finds it by `../../deps/lib`. */
const addonFolders = ['deps', join('lib', 'napi-v8')]

/** Where tfjs-node's installer fetches from; it honours the same settings. */
function vendorHost(env: NodeJS.ProcessEnv): string {
  return (
    env.TFJS_NODE_BASE_URI ??
    env.TFJS_NODE_CDN_STORAGE ??
    env.CDN_STORAGE ??
    'https://storage.googleapis.com/'
  )
}

/** Runs the vendor's installer. @returns whether it brought an addon that works */
async function installFromVendor(context: SetupContext): Promise<boolean> {
  const { report, root } = context
  const host = vendorHost(context.env)
  const found = await probe(host, context.env)
  if (!found.reachable) {
    report.say(`TensorFlow: the vendor's host cannot be reached (${found.reason}).`)
    return false
  }
  report.say(`TensorFlow: running the vendor's installer, which fetches from ${host}`)
  const folder = packageFolder(root)
  const path = [join(root, 'node_modules', '.bin'), context.env.PATH ?? ''].join(delimiter)
  const result = await run(
    process.execPath,
    // "download": never trust a library that an interrupted installer left.
    [join(folder, 'scripts', 'install.js'), 'cpu', 'download'],
    { cwd: folder, env: { ...context.env, PATH: path }, timeout: vendorTimeout },
  )
  const check =
    result.code === 0 ? await checkTensorflow(context, false) : { failure: tail(result) }
  if ('versions' in check) return true
  report.say(`TensorFlow: the vendor's installer did not bring a working addon.\n${check.failure}`)
  return false
}

/** Fills a cache folder with library and addon from the npm package. */
async function fillFromPackage(context: SetupContext, folder: string): Promise<void> {
  const { report } = context
  const prefix = 'node_modules/@tensorflow/tfjs-node/'
  const isWanted = (path: string): boolean => {
    if (!path.startsWith(prefix)) return false
    const inner = path.slice(prefix.length)
    const isDeps = inner.startsWith('deps/') && !inner.startsWith('deps/include/')
    return isDeps || inner === 'lib/napi-v6/tfjs_binding.node'
  }
  await withTarball(context.cache, tensorflowPackage, 'TensorFlow, download', report, (tarball) =>
    extractNested(
      tarball,
      'package/nodejs12.x-tf2.7.0.br',
      { folder, strip: prefix.split('/').length - 1, wanted: isWanted },
      'TensorFlow, unpacking',
      report,
    ),
  )
  // tfjs-node 4.22 looks for its addon under the newest Node-API version it knows.
  await rename(join(folder, 'lib', 'napi-v6'), join(folder, 'lib', 'napi-v8'))
}

/** Brings library and addon from one folder to another, as hard links where possible. */
export async function linkParts(from: string, to: string): Promise<void> {
  for (const part of addonFolders) {
    await mkdir(dirname(join(to, part)), { recursive: true })
    await linkTree(join(from, part), join(to, part))
  }
}

/** What to do on a platform for which no package stands in for the vendor's host. */
export function missingAddonSentence(platform: string, arch: string, host: string): string {
  return (
    `Native TensorFlow for ${platform}-${arch} is missing, and only its vendor has it: ${host} ` +
    'must be reachable for "npm run setup". Or bring two folders from a machine where it is ' +
    'installed for the same platform, node_modules/@tensorflow/tfjs-node/deps and ' +
    'node_modules/@tensorflow/tfjs-node/lib/napi-v8, to the same places here.'
  )
}

/** The cache's folders for what came from each source. */
export function cacheNames(context: SetupContext): { fromVendor: string; fromPackage: string } {
  const version = versionOf(packageFolder(context.root))
  return {
    fromVendor: `tensorflow-vendor-${version}-${context.platform}-${context.arch}`,
    fromPackage: `tensorflow-${tensorflowPackage.name}-${tensorflowPackage.version}`,
  }
}

/** Brings library and addon into `node_modules` from the first source that has them. */
async function install(context: SetupContext): Promise<void> {
  const { cache, report, root, platform, arch } = context
  const target = packageFolder(root)
  const { fromVendor, fromPackage } = cacheNames(context)
  const hasPackage = platform === 'linux' && arch === 'x64'
  for (const name of hasPackage ? [fromVendor, fromPackage] : [fromVendor]) {
    if (!existsSync(join(cache, name))) continue
    report.say(`TensorFlow: taken from the cache (${join(cache, name)}).`)
    return await linkParts(join(cache, name), target)
  }
  if (await installFromVendor(context)) {
    await inCache(cache, fromVendor, (folder) => linkParts(target, folder), report)
    return
  }
  if (!hasPackage) {
    throw new SetupError(missingAddonSentence(platform, arch, vendorHost(context.env)))
  }
  report.say(
    `TensorFlow: taking libtensorflow and the addon from the npm package ` +
      `${tensorflowPackage.name}@${tensorflowPackage.version} (hash-checked).`,
  )
  const place = await inCache(
    cache,
    fromPackage,
    (folder) => fillFromPackage(context, folder),
    report,
  )
  await linkParts(place, target)
}

/**
 * Makes sure that native TensorFlow loads and computes.
 * @param quick believe an earlier matmul as long as the files are the same
 * @returns the versions that a real matmul reported
 * @throws SetupError when no source has an addon for this platform, or none works
 */
export async function ensureTensorflow(
  context: SetupContext,
  quick: boolean,
): Promise<TensorflowVersions> {
  const { root, report } = context
  if (!existsSync(packageFolder(root))) {
    throw new SetupError('The packages are not installed. Run "npm ci" first.')
  }
  const before = await checkTensorflow(context, quick)
  if ('versions' in before) return before.versions
  await install(context)
  const after = await checkTensorflow(context, false)
  if ('versions' in after) {
    const { tfjsNode, libtensorflow } = after.versions
    report.say(
      `TensorFlow: a matmul came out right (tfjs-node ${tfjsNode}, libtensorflow ${libtensorflow}).`,
    )
    return after.versions
  }
  throw new SetupError(
    `Native TensorFlow is in place but does not work here:\n${after.failure}\n` +
      `To fetch it anew, delete ${context.cache} and run "npm run setup" again.`,
  )
}
