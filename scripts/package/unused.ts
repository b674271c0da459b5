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

/** Packages of which only files are used that load no other package: of TensorFlow's, the addon. */
const alone = ['@tensorflow/tfjs-node']

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
    if (alone.includes(nameOf(folder))) return
    const { dependencies = {}, optionalDependencies = {} } = packages[folder]!
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) {
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
  return unusedPackages(root).map((name) => `!**/node_modules/${name}/**`)
}
