import type { ExportFormat } from '../../../shared/contract/runs.ts'
import { openBundle } from '../library/bundle/write.ts'
import { bundleExporter } from './bundle.ts'
import { csv } from './csv.ts'
import { htmlReport } from './html/index.ts'
import { jsonl } from './jsonl.ts'
import { parquet } from './parquet.ts'
import { kerasFiles, pytorchFiles } from './python/index.ts'
import { scriptExporter } from './scripts.ts'
import { tensorboard } from './tensorboard/index.ts'
import type { Exporter } from './types.ts'

/** The forms in which a run leaves the program, in the order in which people meet them. */
export const exporters: readonly Exporter[] = [
  htmlReport,
  csv,
  parquet,
  jsonl,
  tensorboard,
  scriptExporter('pytorch', pytorchFiles),
  scriptExporter('keras', kerasFiles),
  bundleExporter(openBundle),
]

/** Every form that the contract names has one. */
export function findExporter(format: ExportFormat): Exporter {
  const found = exporters.find((each) => each.format === format)
  if (!found) throw new Error(`There is no exporter for ${format}.`)
  return found
}
