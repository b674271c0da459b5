import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a package's own description says about it. */
interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly author?: string | { name: string }
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

/** Electron brings its licences itself; it and the tools are no part of what is built. */
const notInside = ['electron', 'electron-vite', 'vite']

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** Where a package finds another one, as Node would. */
function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(join(place, 'package.json'))) return place
    if (dirname(folder) === folder) return undefined
  }
}

/** Names of the packages that the sources import. */
function importedBy(folder: string): Set<string> {
  const names = new Set<string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(ts|vue|css)$/.test(entry.name)) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    const imports = text.matchAll(
      /(?:from|import|require\()\s*\(?['"]((?:@[^/'"]+\/)?[^./'":][^/'":]*)/g,
    )
    for (const [, name] of imports) if (name !== undefined) names.add(name)
  }
  return names
}

/** The folders of all packages that the program is made of: what its sources import, and so on down. */
function packagesInside(root: string): Map<string, string> {
  const found = new Map<string, string>()
  const visit = (name: string, from: string): void => {
    const folder = notInside.includes(name) ? undefined : findPackage(name, from)
    if (folder === undefined) return
    const { version, dependencies, optionalDependencies } = manifestOf(folder)
    const key = `${name} ${version}`
    if (found.has(key)) return
    found.set(key, folder)
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) {
      visit(needed, folder)
    }
  }
  for (const name of importedBy(join(root, 'src'))) visit(name, root)
  for (const name of Object.keys(manifestOf(root).dependencies ?? {})) visit(name, root)
  return found
}

function licenceOf(folder: string): string {
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
  if (texts.length > 0) return texts.join('\n\n')
  const { license, author } = manifestOf(folder)
  const by = typeof author === 'string' ? author : author?.name
  return `Licence: ${license ?? 'not given'}${by === undefined ? '' : `\nBy ${by}`}`
}

/**
 * One text with the licence of every library that is in the program, bundled into the page or lying
 * beside it. Rather one too many: a library that a library names counts, whether it is called or not.
 */
export function licenceNotices(root: string): string {
  const line = '─'.repeat(78)
  const parts = [...packagesInside(root)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, folder]) => `${line}\n${name}\n${line}\n\n${licenceOf(folder)}\n`)
  return [
    'Descent Lab is made with these libraries. Electron and Chromium have files of their own beside',
    'this one; the licences of TensorFlow lie beside its library.\n',
    ...parts,
  ].join('\n')
}
