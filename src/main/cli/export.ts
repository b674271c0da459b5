import { basename, join, resolve } from 'node:path'
import { exportDeclarations, exportFormats } from '#shared/exports.ts'
import type { Language } from '#shared/text.ts'
import { dataFolder } from '../lab/data-folder.ts'
import { findExporter } from '../lab/exports/index.ts'
import { isFile, isFolder } from '../lab/files.ts'
import { exportName, openExportedRun, writeExport } from '../lab/exports/run.ts'
import type { ExportedRun, Exporter } from '../lab/exports/types.ts'
import { holdsWork } from '../lab/shards/index.ts'
import { createTableSources } from '../lab/tables/sources.ts'
import { tournamentTables, writeTournament } from '../lab/tournaments/export.ts'
import { readTournament } from '../lab/tournaments/index.ts'
import { damageText } from './damage.ts'
import { findRun } from './find-run.ts'
import type { Shell } from './shell.ts'
import { exits, languageOf, readWords, UsageError } from './usage.ts'

const exportHelp = `Writes a run in other forms, each whole or not at all.

Usage: lab export <run> --format FORMAT [--format FORMAT …] [options]

The run is its folder, or of a run in the data folder its id, or how its id or its folder's name
begins. The folder of a tournament is written as html (its report) and csv (a row per trial, and a
row per judged run).

Formats:
${exportDeclarations.map(({ format, about }) => `  ${format.padEnd(12)}${about.en}`).join('\n')}

Options:
  --out PATH          where to: a folder that is there, or the name of what is to be made (else
                      the present folder); several files become a folder, or a zip that ends so
  --table FILE        the run's table, where it lies elsewhere now or the run does not know its hash
  --language LANG     of the report: en or zh-CN (else en)
  --force             replace files that are there
  --help              print this

Of a damaged run everything sound is written, and standard error says what is lost.

Exit codes: 0 written, 1 not written, 2 the command makes no sense, 3 written, of a damaged run.
`

/** @returns the exit code */
export async function exportRun(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(
    shell,
    'export',
    exportHelp,
    words,
    {
      format: { type: 'string', multiple: true },
      out: { type: 'string' },
      table: { type: 'string' },
      language: { type: 'string', default: 'en' },
      force: { type: 'boolean' },
    },
    'Give one run',
  )
  if (!read) return exits.done
  const { values, named } = read
  const formats = [...new Set(values.format ?? [])].map(formatOf)
  if (formats.length === 0) {
    throw new UsageError(`Give a --format: ${exportFormats.join(', ')}.`)
  }
  const language = languageOf(values.language)

  if (await holdsWork(named[0]!)) {
    const form = (format: string): boolean => formats.some((each) => each.format === format)
    if (formats.some(({ format }) => format !== 'html' && format !== 'csv')) {
      throw new UsageError('A tournament is written as html and csv.')
    }
    const wanted = { html: form('html'), csv: form('csv'), force: values.force ?? false, language }
    return exportTournament(resolve(named[0]!), resolve(values.out ?? '.'), wanted, shell)
  }
  const { folder } = await findRun(named[0]!, join(dataFolder(), 'runs'))
  const run = await openExportedRun(folder)
  const reader = shell.createReader()
  const table = values.table === undefined ? undefined : resolve(values.table)
  const tools = {
    version: shell.version,
    language,
    readTable: createTableSources({ reader }).read,
    reader,
    table,
  }
  try {
    for (const exporter of formats) {
      const { path, shape } = await placeOf(run, exporter, values.out, formats.length > 1)
      const destination = { path, replaces: values.force ?? false }
      await writeExport(run, exporter, tools, destination, shape)
      shell.print(`${path}\n`)
    }
  } finally {
    reader.dispose()
  }
  if (!run.damage) return exits.done
  shell.stderr.write(damageText(run.info.id, run.damage))
  return exits.damaged
}

function formatOf(name: string): Exporter {
  const format = exportFormats.find((each) => each === name)
  if (format) return findExporter(format)
  throw new UsageError(`There is no format '${name}': choose ${exportFormats.join(', ')}.`)
}

/** Writes a tournament's report and tables into a folder, which is made where it is not there. */
async function exportTournament(
  folder: string,
  into: string,
  wanted: { html: boolean; csv: boolean; force: boolean; language: Language },
  shell: Shell,
): Promise<number> {
  const record = await readTournament(folder)
  const report = wanted.html ? join(into, 'tournament.html') : undefined
  const csv = wanted.csv ? into : undefined
  const paths = [...(report ? [report] : []), ...(csv ? tournamentTables(csv) : [])]
  for (const path of wanted.force ? [] : paths) {
    if (await isFile(path)) throw new UsageError(`${path} is there: replace it with --force.`)
  }
  await writeTournament(record, { report, csv, language: wanted.language }, shell.version)
  shell.print(paths.map((path) => `${path}\n`).join(''))
  return exits.done
}

/** A folder that is there takes it in; else what is named is to be made. */
async function placeOf(
  run: ExportedRun,
  exporter: Exporter,
  out: string | undefined,
  several: boolean,
): Promise<{ path: string; shape: 'file' | 'folder' }> {
  const into = resolve(out ?? '.')
  if (await isFolder(into)) {
    return { path: join(into, exportName(run, exporter, 'folder')), shape: 'folder' }
  }
  if (several) {
    throw new UsageError(`Several formats go into a folder, and ${into} is none. Make it first.`)
  }
  const packed = basename(into).toLowerCase().endsWith('.zip')
  return { path: into, shape: exporter.several && !packed ? 'folder' : 'file' }
}
