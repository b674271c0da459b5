import { createRandom } from '#shared/math/random.ts'
import type { Column, Table } from '#shared/data/table.ts'
import { readBuiltinTable } from '#main/lab/datasets.ts'
import { createRaceLoop, timeInTurn, type Loop, type RaceLoopOptions } from './loops.ts'
import type { Figure, Measurement, Say } from './types.ts'

const digits: Measurement = {
  name: 'digits',
  async run(say) {
    const race = { hidden: [32], batch: 32, lanes: 8, seeds: 10 }
    const table = await readBuiltinTable('digits')
    return measure(say, 'MLP 64-32-10, batch 32', { ...race, table })
  },
  ratios: (value) => ratio(value, 'MLP 64-32-10, batch 32'),
}

const pixels: Measurement = {
  name: 'pixels',
  run(say) {
    const race = { hidden: [128], batch: 128, lanes: 8, seeds: 2 }
    return measure(say, 'MLP 784-128-10, batch 128', { ...race, table: noise(512, 784, 10) })
  },
  ratios: (value) => ratio(value, 'MLP 784-128-10, batch 128'),
}

/** Networks in which arithmetic outweighs the cost of an op. */
export const largerMeasurements: readonly Measurement[] = [digits, pixels]

function ratio(value: (key: string) => number, name: string): string[] {
  const gain = value(`${name}, two processes`) / value(`${name}, one process`)
  return [`${name}, two processes / one: ${gain.toFixed(2)}×`]
}

async function measure(
  say: Say,
  name: string,
  race: Omit<RaceLoopOptions, 'processes'>,
): Promise<Figure[]> {
  say(name)
  const loops: Loop[] = []
  try {
    for (const processes of [1, 2]) loops.push(await createRaceLoop({ ...race, processes }))
    const [one, two] = await timeInTurn(loops, 3, 1.5)
    const runs = `${race.lanes * race.seeds} runs stacked`
    const figure = (processes: string, value = NaN): Figure => ({
      key: `${name}, ${processes}`,
      label: `${name}: native, ${runs}, ${processes}`,
      value,
      unit: 'run-steps/s',
    })
    return [figure('one process', one), figure('two processes', two)]
  } finally {
    for (const loop of loops) await loop.dispose()
  }
}

/** A table of random pixels: speed does not depend on what they show. */
export function noise(rows: number, pixels: number, classes: number): Table {
  const random = createRandom(1, 'split')
  const columns = Array.from({ length: pixels }, (_, pixel): Column => {
    const values = Float64Array.from({ length: rows }, () => random.uniform())
    return { type: 'number', name: `pixel ${pixel}`, values }
  })
  const categories = Array.from({ length: classes }, (_, code) => String(code))
  const codes = Int32Array.from({ length: rows }, (_, row) => row % classes)
  columns.push({ type: 'category', name: 'class', codes, categories })
  return { name: 'noise', rows, columns, target: 'class' }
}
