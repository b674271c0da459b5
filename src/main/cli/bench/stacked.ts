import { readBuiltinTable } from '#main/lab/datasets.ts'
import { createRaceLoop, createTapeLoop, timeInTurn, type Loop } from './loops.ts'
import type { Figure, Measurement } from './types.ts'

/** 8 lanes × 10 seeds of MLP 4-16-3 on Iris, batch 24, against other ways. */
export const stackedMeasurement: Measurement = {
  name: 'stacked',
  async run(say) {
    say('MLP 4-16-3, batch 24: stacked, alone, by the tape, by the reference')
    const table = await readBuiltinTable('iris')
    const race = { table, hidden: [16], batch: 24, lanes: 8, seeds: 10, processes: 1 }
    const loops: Loop[] = []
    try {
      loops.push(await createRaceLoop(race))
      loops.push(await createRaceLoop({ ...race, processes: 2 }))
      loops.push(await createRaceLoop({ ...race, lanes: 1, seeds: 1 }))
      loops.push(await createTapeLoop())
      loops.push(await createRaceLoop({ ...race, engine: 'reference' }))
      const values = await timeInTurn(loops, 5, 1)
      return figures(values)
    } finally {
      for (const loop of loops) await loop.dispose()
    }
  },
  ratios: (value) => [
    `stacked / tape: ${(value('stacked') / value('tape')).toFixed(0)}×`,
    `stacked / one run: ${(value('stacked') / value('one run')).toFixed(1)}×`,
    `two processes / one: ${(value('stacked, two processes') / value('stacked')).toFixed(2)}×`,
  ],
}

function figures(values: readonly number[]): Figure[] {
  const labels = [
    ['stacked', 'native, 80 runs stacked, one process'],
    ['stacked, two processes', 'native, 80 runs stacked, two processes'],
    ['one run', 'native, one run'],
    ['tape', 'tf.train.adam with the autodiff tape, one run'],
    ['reference', 'float64 reference, 80 runs, one process'],
  ] as const
  return labels.map(([key, label], index) => ({
    key,
    label: `MLP 4-16-3, batch 24: ${label}`,
    value: values[index]!,
    unit: 'run-steps/s',
  }))
}
