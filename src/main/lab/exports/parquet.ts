import { csvOf, tidyColumns } from './csv.ts'
import { onItsWay } from './scratch.ts'
import type { WriteFiles } from './types.ts'

/** The tidy table with its types, packed. */
export const parquetFiles: WriteFiles = (run, { reader }) => [
  { name: 'metrics.parquet', content: onItsWay(reader.toParquet(csvOf(run), tidyColumns)) },
]
