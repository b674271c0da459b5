import { csvOf, tidyColumns } from './csv.ts'
import { onItsWay } from './scratch.ts'
import type { Exporter } from './types.ts'

/** The tidy table with its types, packed. */
export const parquet: Exporter = {
  format: 'parquet',
  ending: '.parquet',
  several: false,
  *files(run, { reader }) {
    const content = onItsWay(reader.toParquet(csvOf(run), tidyColumns))
    yield { name: 'metrics.parquet', content }
  },
}
