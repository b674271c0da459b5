import { maintainer, type PackageNames } from '../../../electron-builder.config.ts'

/**
 * What the program's native files link, by the packages of Debian and what they are called since times
 * are 64 bits wide on 32-bit machines; and the icons and MIME types that a desktop needs to show it.
 */
const debianDepends: readonly string[] = [
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatk1.0-0 | libatk1.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libc6 (>= 2.28)',
  'libcairo2',
  'libcups2 | libcups2t64',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libgcc-s1',
  'libglib2.0-0 | libglib2.0-0t64',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libstdc++6',
  'libudev1',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
]

/** Debian's name of a processor. */
export function debianArch(arch: string): string {
  return { x64: 'amd64', arm64: 'arm64', arm: 'armhf', ia32: 'i386' }[arch] ?? arch
}

/** A version as Debian orders it: a test build comes before its release. */
export function debianVersion(version: string): string {
  return version.replace('-', '~')
}

const release = [
  'Descent Lab shows how optimizers work and measures which one to use: races',
  'on real training with native TensorFlow, walks over loss surfaces, tables of',
  'your own. It works offline, in English and Chinese.',
]

const testBuild = [
  '.',
  'This is a test build: it holds a copy of Electron that its makers did not',
  'publish, and is not meant to be handed on.',
]

/** @param size of the installed files, in bytes */
export function controlFile(names: PackageNames, arch: string, size: number): string {
  const test = names.name !== 'descent-lab'
  const other = test ? 'descent-lab' : 'descent-lab-test-build'
  return [
    `Package: ${names.name}`,
    `Version: ${debianVersion(names.version)}`,
    `Architecture: ${debianArch(arch)}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${Math.ceil(size / 1024)}`,
    `Depends: ${debianDepends.join(', ')}`,
    'Recommends: xdg-utils, shared-mime-info, hicolor-icon-theme, fonts-noto-cjk',
    // Both have the same command.
    `Conflicts: ${other}`,
    `Replaces: ${other}`,
    'Section: science',
    'Priority: optional',
    `Description: ${test ? 'laboratory for optimizers (test build)' : 'laboratory for optimizers'}`,
    ...[...release, ...(test ? testBuild : [])].map((line) => ` ${line}`),
    '',
  ].join('\n')
}
