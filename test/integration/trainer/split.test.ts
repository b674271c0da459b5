import { describe, expect, it } from 'vitest'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { runRace, withPool, type Collected } from './support.ts'

const metrics = ['batchLoss', 'trainLoss', 'validationLoss', 'validationAccuracy'] as const

async function runSplit(
  lanes: readonly string[],
  seeds: number[],
  activation: 'tanh' | 'sigmoid',
  processes: number,
): Promise<Collected> {
  const spec = specOf({
    model: { hidden: [8], activation, initial: { kind: 'normal', deviation: 0.3 } },
    split: { validation: 0.2, seed: 'run' },
    lanes: lanesOf(...lanes).map((lane) =>
      lane.optimizer === 'shampoo' ? { ...lane, convention: 'paper' as const } : lane,
    ),
    seeds,
    // No number of rows in which values come out even: neither of a batch nor of a part.
    batchSize: 25,
    budget: { epochs: 10 },
    record: { metrics: [...metrics], every: { epochs: 1 } },
  })
  const table = await readTable('iris')
  return withPool({ processes }, (pool) => runRace(pool, { spec, table }))
}

describe('a race split over processes', () => {
  it.each([
    {
      by: 'seeds',
      lanes: ['sgd', 'shampoo', 'adam'],
      seeds: [5, 6, 7, 8, 9, 10],
      activation: 'tanh',
    },
    {
      by: 'lanes',
      lanes: ['sgd', 'momentum', 'adagrad', 'adam', 'nesterov', 'rmsprop'],
      seeds: [3],
      activation: 'sigmoid',
    },
    { by: 'single runs', lanes: ['sgd', 'adam', 'rmsprop'], seeds: [3], activation: 'sigmoid' },
  ] as const)('has the same bits with one, two and three, by $by', async (split) => {
    const { by, lanes, activation } = split
    const seeds = [...split.seeds]
    const whole = await runSplit(lanes, seeds, activation, 1)
    const runs = lanes.length * seeds.length
    expect(whole.race.shards).toHaveLength(1)
    expect(whole.rows()).toBe(runs * 10)
    for (const processes of [2, 3]) {
      const parts = await runSplit(lanes, seeds, activation, processes)
      expect(parts.race.shards).toHaveLength(processes)
      const [first] = parts.race.shards
      const part = by === 'seeds' ? first!.seeds : first!.lanes
      if (by !== 'single runs') expect(part).toEqual([0, 6 / processes])
      expect(parts.rows()).toBe(runs * 10)
      for (let run = 0; run < runs; run++) {
        for (let step = 5; step <= 50; step += 5) {
          for (const metric of metrics) {
            const one = whole.value(metric, run, step)!
            expect(parts.value(metric, run, step)).toBe(one)
          }
        }
        const end = whole.ends.get(run)!
        parts.ends.get(run)!.forEach((value, i) => {
          expect(value).toBe(end[i])
        })
      }
    }
  })
})
