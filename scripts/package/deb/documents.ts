import { maintainer, type PackageNames } from '../../../electron-builder.config.ts'
import { debianVersion } from './control.ts'

/** A licence as the format wants it: indented, a dot on its empty lines. */
function indented(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? ' .' : ` ${line.trimEnd()}`))
    .join('\n')
}

/**
 * Who owns what, in Debian's format; the libraries' own words lie beside the program.
 * @param licence the project's own
 * @param folder where the program is installed
 */
export function copyrightFile(licence: string, folder: string): string {
  const [title, ...rest] = licence.split('\n')
  const holder = /^Copyright \(c\) (.*)$/m.exec(licence)?.[1] ?? 'The Descent Lab authors'
  const body = rest.filter((line) => !line.startsWith('Copyright')).join('\n')
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    'Upstream-Name: Descent Lab',
    `Comment: The licences of what the program is made with lie in`,
    ` ${folder}: LICENSE.electron.txt, LICENSES.chromium.html and`,
    ' LICENSES.libraries.txt.',
    '',
    'Files: *',
    `Copyright: ${holder}`,
    'License: Expat',
    `Comment: ${title}`,
    '',
    'License: Expat',
    indented(body),
    '',
  ].join('\n')
}

/** What `man descent-lab` shows. */
export function manualPage({ product, version }: PackageNames): string {
  return [
    `.TH DESCENT-LAB 1 "" "${product} ${version}"`,
    '.SH NAME',
    'descent-lab \\- laboratory for optimizers',
    '.SH SYNOPSIS',
    '.B descent-lab',
    '.RI [ file ...]',
    '.SH DESCRIPTION',
    'Shows how optimizers work, and measures which one to use.',
    'A',
    '.I file',
    'is a table (CSV, TSV, Parquet, JSON lines) or a run bundle (.descentrun); it is opened',
    'in the window of the program that runs already, if one does.',
    '.SH ENVIRONMENT',
    '.TP',
    '.B DESCENT_LAB_DATA',
    'The folder for settings and runs.',
    '.SH FILES',
    '.TP',
    '.I ~/.local/share/descent-lab',
    'Settings and runs. They stay when the program is removed.',
    '',
  ].join('\n')
}

/** @param date of the build */
export function changelogFile(names: PackageNames, date: Date): string {
  const day = date.toUTCString().replace(/^(\w+), (\d+) /, (_, name: string, number: string) => {
    return `${name}, ${number.padStart(2, '0')} `
  })
  return [
    `${names.name} (${debianVersion(names.version)}) unstable; urgency=medium`,
    '',
    '  * Built by "npm run package".',
    '',
    ` -- ${maintainer}  ${day.replace('GMT', '+0000')}`,
    '',
  ].join('\n')
}
