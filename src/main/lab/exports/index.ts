import { exportDeclarations, type ExportFormat } from '#shared/exports.ts'
import { openBundle } from '../library/bundle/write.ts'
import { csvFiles } from './csv.ts'
import { reportFiles } from './html/index.ts'
import { jsonlFiles } from './jsonl.ts'
import { parquetFiles } from './parquet.ts'
import { kerasFiles, pytorchFiles } from './python/index.ts'
import { onItsWay } from './scratch.ts'
import { scriptWriter } from './scripts.ts'
import { tensorboardFiles } from './tensorboard.ts'
import type { Exporter, WriteFiles } from './types.ts'

const writers: Readonly<Record<ExportFormat, WriteFiles>> = {
  html: reportFiles,
  csv: csvFiles,
  parquet: parquetFiles,
  jsonl: jsonlFiles,
  tensorboard: tensorboardFiles,
  pytorch: scriptWriter(pytorchFiles),
  keras: scriptWriter(kerasFiles),
  async *bundle({ folder }, { version }) {
    yield { name: 'run', content: onItsWay<Uint8Array>(await openBundle(folder, version)) }
  },
}

/** The forms in which a run leaves the program, in the order in which people meet them. */
export const exporters: readonly Exporter[] = exportDeclarations.map((declared) => ({
  ...declared,
  files: writers[declared.format],
}))

export function findExporter(format: ExportFormat): Exporter {
  return exporters.find((each) => each.format === format)!
}
