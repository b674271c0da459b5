import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What `package-lock.json` says of a package's folder. */
interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly dev?: boolean
}

interface Lock {
  readonly packages: Readonly<Record<string, Locked>>
}

/**
 * Dependencies that a library only has for its own installation, for a command line of its own, or
 * for a Node older than ours: its code does not load them where we run it.
 */
const installTime: Readonly<Record<string, readonly string[]>> = {
  // Its install script downloads and unpacks the native library.
  '@tensorflow/tfjs-node': ['adm-zip', 'https-proxy-agent', 'rimraf', 'tar'],
  // tfjs-node asks it where its addon lies; all else it does is installing.
  '@mapbox/node-pre-gyp': ['https-proxy-agent', 'make-dir', 'node-fetch', 'rimraf', 'tar'],
  // A tool that makes bundles for browsers, and what older browsers lack.
  '@tensorflow/tfjs': ['argparse', 'chalk', 'core-js', 'regenerator-runtime', 'yargs'],
  // Node has a fetch of its own.
  '@tensorflow/tfjs-core': ['node-fetch'],
  '@tensorflow/tfjs-data': ['node-fetch', '@types/node-fetch'],
}

/** Of the package that says where an addon lies, everything that installs. */
const installers = [
  ...['build', 'clean', 'configure', 'info', 'install', 'main', 'package', 'publish', 'rebuild'],
  ...['reinstall', 'reveal', 'testbinary', 'testpackage', 'unpublish'],
  ...['util/compile', 'util/handle_gyp_opts'],
]

/**
 * The names of production packages that nothing loads where the program runs. Not their folders:
 * electron-builder lays packages out anew.
 */
export function unusedPackages(root: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
  const used = new Set<string>()
  const visit = (folder: string): void => {
    if (used.has(folder)) return
    used.add(folder)
    const { dependencies = {}, optionalDependencies = {} } = packages[folder]!
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (installTime[nameOf(folder)]?.includes(each)) continue
      const found = findFolder(packages, folder, each)
      if (found !== undefined) visit(found)
    }
  }
  visit('')
  const names = new Set([...used].map(nameOf))
  const unused = Object.keys(packages).filter((folder) => !packages[folder]!.dev)
  return [...new Set(unused.map(nameOf))].filter((name) => !names.has(name))
}

const nameOf = (folder: string): string => folder.split('node_modules/').at(-1)!

/** Where a package finds another one, as Node would. */
function findFolder(packages: Lock['packages'], from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const inside = folder === '' || folder === '.' ? '' : `${folder}/`
    const place = `${inside}node_modules/${name}`
    if (place in packages) return place
    if (inside === '') return undefined
  }
}

/** What stays out of the package's archive since nothing runs it, as electron-builder's patterns. */
export function unusedPatterns(root: string): string[] {
  return [
    ...unusedPackages(root).map((name) => `!**/node_modules/${name}/**`),
    '!**/node_modules/@mapbox/node-pre-gyp/bin/**',
    `!**/node_modules/@mapbox/node-pre-gyp/lib/{${installers.join(',')}}.js`,
    '!**/node_modules/@mapbox/node-pre-gyp/lib/{mock,util/nw-pre-gyp}/**',
  ]
}
