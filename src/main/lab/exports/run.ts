import { runSlug } from '../run-folder.ts'
import { inspectRun } from '../run-damage.ts'
import { noStart, readRunFolder } from '../run-reader.ts'
import type { Destination } from '../saving.ts'
import { recordsOf } from '../log-reader.ts'
import type { ExportedRun, Exporter, ExportTools } from './types.ts'
import { writeFileWhole, writeFolderWhole, type WriteOptions } from './write.ts'
import { zipOf } from './zip.ts'

/**
 * Reads what every export of a run begins with.
 *
 * @throws LabError `bad-file`, `bad-spec` when the folder holds no run
 */
export async function openExportedRun(folder: string): Promise<ExportedRun> {
  const { spec, info } = await readRunFolder(folder)
  for await (const { shape } of recordsOf(folder, ['start'])) {
    const damage = await inspectRun(folder)
    return { folder, spec, info, shape, damage, stem: `${runSlug(spec)}-${info.id}` }
  }
  throw noStart(folder)
}

/** As what the files of an export are put down. */
export type ExportShape =
  /** One file: several are packed. */
  | 'file'
  /** A folder, where there are several. */
  | 'folder'

/** @returns the name that suggests itself for an export */
export function exportName(run: ExportedRun, exporter: Exporter, shape: ExportShape): string {
  const name = `${run.stem}${exporter.ending}`
  return exporter.several && shape === 'file' ? `${name}.zip` : name
}

/**
 * Writes a run in a form, whole or not at all.
 *
 * @throws LabError `not-saved`; whatever the run's files, or its table, refuse
 */
export async function writeExport(
  run: ExportedRun,
  exporter: Exporter,
  tools: ExportTools,
  destination: Destination,
  shape: ExportShape,
  options: WriteOptions = {},
): Promise<void> {
  const files = exporter.files(run, tools)
  if (exporter.several) {
    if (shape === 'folder') return writeFolderWhole(destination, files, options)
    const folder = exportName(run, exporter, 'folder')
    const zip = zipOf(folder, files, new Date(run.info.created))
    return writeFileWhole(destination, zip, options)
  }
  for await (const { content } of files) await writeFileWhole(destination, content, options)
}
