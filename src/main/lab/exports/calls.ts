import type { Laboratory } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { FileKeeper } from '../saving.ts'
import { findExporter } from './index.ts'
import { keepFile } from './keep.ts'
import { isPng } from './png.ts'
import { exportName, openExportedRun, writeExport } from './run.ts'
import type { ExportTools } from './types.ts'
import { writeFileWhole } from './write.ts'

export interface SavingOptions {
  /** Keeps files for whoever sits before the page. */
  readonly keeper: FileKeeper
  /** @throws LabError `not-found` */
  readonly folderOf: (id: string) => Promise<string>
  readonly tools: Omit<ExportTools, 'language'>
}

export type SavingCalls = Pick<Laboratory, 'exportRun' | 'saveFile' | 'showFile' | 'copyImage'>

/** How things leave the program by one page. It names what, never where to. */
export function savingCalls({ keeper, folderOf, tools }: SavingOptions): SavingCalls {
  return {
    async exportRun({ id, format, language }) {
      const exporter = findExporter(format)
      const run = await openExportedRun(await folderOf(id))
      const name = exportName(run, exporter, 'file')
      return keepFile(keeper, name, (destination) =>
        writeExport(run, exporter, { ...tools, language }, destination, 'file'),
      )
    },
    saveFile: ({ name, data }) =>
      keepFile(keeper, name, (destination) => writeFileWhole(destination, data)),
    showFile: ({ path }) => keeper.show(path),
    async copyImage({ png }) {
      if (isPng(png)) return keeper.copyImage(png)
      throw new LabError(
        'bad-file',
        'What was to be copied is no PNG, or one too large for the clipboard. Save it as a file.',
        { parameters: { path: '', reason: 'no PNG' } },
      )
    },
  }
}
