import { readBuiltinTable } from '#main/lab/datasets.ts'
import { createRaceLoop, timeInTurn, type Loop } from './loops.ts'
import type { Measurement } from './types.ts'

/**
 * What it costs to send what is recorded, at its worst: 80 small runs, a number of each at every
 * step, to a log and a reader at once. Both sides record; only one sends.
 */
export const streamingMeasurement: Measurement = {
  name: 'streaming',
  async run(say) {
    say('Streaming on and off')
    const table = await readBuiltinTable('iris')
    const race = { table, hidden: [16], batch: 24, lanes: 8, seeds: 10, processes: 1 }
    const loops: Loop[] = []
    try {
      loops.push(await createRaceLoop({ ...race, record: 'each step' }))
      loops.push(await createRaceLoop({ ...race, record: 'stream' }))
      const [off = NaN, on = NaN] = await timeInTurn(loops, 7, 1)
      const label = 'MLP 4-16-3, batch 24: 80 runs recorded each step, streaming'
      return [
        { key: 'streaming off', label: `${label} off`, value: off, unit: 'run-steps/s' },
        { key: 'streaming on', label: `${label} on`, value: on, unit: 'run-steps/s' },
      ]
    } finally {
      for (const loop of loops) await loop.dispose()
    }
  },
  ratios: (value) => {
    const cost = 1 - value('streaming on') / value('streaming off')
    return [`streaming costs: ${(100 * Math.max(0, cost)).toFixed(1)} %`]
  },
}
