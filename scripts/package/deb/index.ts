import { createHash } from 'node:crypto'
import { createReadStream, existsSync, lstatSync } from 'node:fs'
import { chmod, copyFile, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { iconSizes, type PackageNames } from '../../../electron-builder.config.ts'
import { run, tail } from '#scripts/setup/command.ts'
import { SetupError } from '#scripts/setup/errors.ts'
import { linkTree } from '#scripts/setup/link.ts'
import { megabytes, type Report } from '#scripts/setup/report.ts'
import { filesIn, total } from '../sizes.ts'
import { controlFile, debianArch, debianVersion } from './control.ts'
import { desktopEntry, mimeDescription } from './desktop.ts'
import { changelogFile, copyrightFile, manualPage } from './documents.ts'

/*
 * A Debian package by Debian's own tool. It needs no script of a maintainer: menus, icons and MIME
 * types are taken in by the triggers of the packages that keep them, and what a person made with the
 * program lies in their home, which no package touches.
 */

export interface DebOptions {
  readonly root: string
  /** Of the unpacked app. */
  readonly folder: string
  readonly names: PackageNames
  readonly report: Report
}

/** Half the time of level 9 for 4 % more; read by every dpkg since Debian 12. */
const compression = ['-Zzstd', '-z6']

/** Puts a text into the tree. */
async function put(path: string, content: string | Buffer, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  await chmod(path, mode)
}

async function putFile(path: string, from: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await copyFile(from, path)
  await chmod(path, 0o644)
}

/** Folders to be entered by everybody, files to be read, programs to be run, whatever the umask was. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, programs.includes(entry.name) ? 0o755 : 0o644)
  }
}

const programs = ['descent-lab', 'chrome_crashpad_handler', 'chrome-sandbox']

const packed = (text: string): Buffer => gzipSync(text, { level: 9 })

async function layOut({ root, folder, names }: DebOptions, tree: string): Promise<void> {
  const share = join(tree, 'usr', 'share')
  const library = join(tree, 'usr', 'lib', names.name)
  await linkTree(folder, library)
  await openToAll(library)
  // Where a kernel gives no ordinary user a namespace, Chromium's sandbox is made by this program.
  await chmod(join(library, 'chrome-sandbox'), 0o4755)
  await mkdir(join(tree, 'usr', 'bin'), { recursive: true })
  await symlink(
    join('..', 'lib', names.name, 'descent-lab'),
    join(tree, 'usr', 'bin', 'descent-lab'),
  )

  await put(join(share, 'applications', 'descent-lab.desktop'), desktopEntry(names))
  await put(join(share, 'mime', 'packages', 'descent-lab.xml'), mimeDescription())
  const icons = join(share, 'icons', 'hicolor')
  for (const size of iconSizes) {
    const name = `${size}x${size}`
    const icon = join(root, 'resources', 'icons', `${name}.png`)
    await putFile(join(icons, name, 'apps', 'descent-lab.png'), icon)
  }
  const drawing = join(root, 'resources', 'icon.svg')
  await putFile(join(icons, 'scalable', 'apps', 'descent-lab.svg'), drawing)

  const documents = join(share, 'doc', names.name)
  const licence = await readFile(join(root, 'LICENSE'), 'utf8')
  await put(join(documents, 'copyright'), copyrightFile(licence, `/usr/lib/${names.name}`))
  await put(join(documents, 'changelog.gz'), packed(changelogFile(names, new Date())))
  await put(join(share, 'man', 'man1', 'descent-lab.1.gz'), packed(manualPage(names)))
}

async function md5(path: string): Promise<string> {
  const hash = createHash('md5')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

async function describe({ names }: DebOptions, tree: string): Promise<void> {
  const files = filesIn(tree)
  const lines: string[] = []
  for (const { name } of files) {
    if (!lstatSync(join(tree, name)).isFile()) continue
    lines.push(`${await md5(join(tree, name))}  ${name}\n`)
  }
  const control = join(tree, 'DEBIAN')
  await put(join(control, 'control'), controlFile(names, process.arch, total(files)))
  await put(join(control, 'md5sums'), lines.join(''))
  await chmod(control, 0o755)
}

/**
 * Builds the deb from the unpacked app.
 * @returns its path
 * @throws SetupError with dpkg-deb's words
 */
export async function buildDeb(options: DebOptions): Promise<string> {
  const { root, names, report } = options
  const tree = join(root, 'dist', 'deb')
  const name = `${names.name}_${debianVersion(names.version)}_${debianArch(process.arch)}.deb`
  const file = join(root, 'dist', name)
  await rm(tree, { recursive: true, force: true })
  for (const old of await readdir(join(root, 'dist'))) {
    if (old.endsWith('.deb')) await rm(join(root, 'dist', old))
  }
  await layOut(options, tree)
  await describe(options, tree)
  report.say(`Packing ${megabytes(total(filesIn(tree)))} into ${name}.`)
  const args = ['--root-owner-group', ...compression, '--build', tree, file]
  const result = await run('dpkg-deb', args, { env: { ...process.env, LC_ALL: 'C' } })
  if (result.code !== 0 || !existsSync(file)) {
    throw new SetupError(`deb: dpkg-deb failed:\n${tail(result)}`)
  }
  await rm(tree, { recursive: true, force: true })
  return file
}
