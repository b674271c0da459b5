import { csvNumber, csvText } from '#shared/csv.ts'
import { pointsOf } from './rows.ts'
import type { ExportedRun, WriteFiles } from './types.ts'

/** A tidy table: a row per lane, seed, step and metric. */
export const csvFiles: WriteFiles = (run) => [{ name: 'metrics.csv', content: csvOf(run) }]

/** Its columns with what DuckDB calls their types; a step of a very long race needs more than 32 bits. */
export const tidyColumns = {
  run: 'VARCHAR',
  lane: 'VARCHAR',
  optimizer: 'VARCHAR',
  convention: 'VARCHAR',
  seed: 'BIGINT',
  step: 'BIGINT',
  epoch: 'DOUBLE',
  samples: 'BIGINT',
  seconds: 'DOUBLE',
  metric: 'VARCHAR',
  value: 'DOUBLE',
} as const

/** Some rows together: a write for each would be slow. */
const chunk = 256 * 1024

/** @returns the table as RFC 4180 has it, lines ended by CR LF */
export async function* csvOf(run: ExportedRun): AsyncGenerator<string> {
  const { spec, info } = run
  const seeds = spec.seeds.length
  const whose = spec.lanes.flatMap(({ id, optimizer, convention }) =>
    spec.seeds.map((seed) =>
      [...[info.id, id, optimizer, convention].map(csvText), String(seed)].join(),
    ),
  )
  let text = `${Object.keys(tidyColumns).join()}\r\n`
  for await (const { step, epoch, samples, seconds, runs, metrics } of pointsOf(run)) {
    const when = [step, epoch, samples, seconds].map(csvNumber).join()
    runs.forEach((index, at) => {
      if (index >= spec.lanes.length * seeds) return
      for (const { metric, values } of metrics) {
        text += `${whose[index]},${when},${metric},${csvNumber(values[at]!)}\r\n`
      }
    })
    if (text.length < chunk) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}
