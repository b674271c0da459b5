import { csvOf, tidyColumns } from './csv.ts'
import { onTheWay } from './scratch.ts'
import type { ExportedRun, Exporter, ExportTools } from './types.ts'

/** The tidy table with its types, packed. */
export const parquet: Exporter = {
  format: 'parquet',
  ending: '.parquet',
  several: false,
  *files(run, tools) {
    yield { name: 'metrics.parquet', content: parquetOf(run, tools) }
  },
}

async function* parquetOf(run: ExportedRun, { reader }: ExportTools): AsyncGenerator<Uint8Array> {
  try {
    yield* reader.toParquet(csvOf(run), tidyColumns)
  } catch (error) {
    throw onTheWay(error)
  }
}
