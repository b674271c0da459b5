import { describe, expect, it } from 'vitest'
import { lanesOf, specOf } from '../../support/specs.ts'
import { readTable } from '../../support/tables.ts'
import { runRace, withPool, type Collected } from './support.ts'

const metrics = ['batchLoss', 'trainLoss', 'validationLoss', 'validationAccuracy'] as const

async function runSplit(
  lanes: readonly string[],
  seeds: number[],
  processes: number,
): Promise<Collected> {
  const spec = specOf({
    model: { hidden: [8], activation: 'tanh', initial: { kind: 'normal', deviation: 0.3 } },
    split: { validation: 0.2, seed: 'run' },
    lanes: lanesOf(...lanes).map((lane) =>
      lane.optimizer === 'shampoo' ? { ...lane, convention: 'paper' as const } : lane,
    ),
    seeds,
    batchSize: 24,
    budget: { epochs: 10 },
    record: { metrics: [...metrics], every: { epochs: 1 } },
  })
  const table = await readTable('iris')
  return withPool({ processes }, (pool) => runRace(pool, { spec, table }))
}

describe('a race split over processes', () => {
  it.each([
    { by: 'seeds', lanes: ['sgd', 'shampoo', 'adam'], seeds: [5, 6, 7, 8, 9, 10] },
    {
      by: 'lanes',
      lanes: ['sgd', 'momentum', 'adagrad', 'adam', 'nesterov', 'rmsprop'],
      seeds: [3],
    },
  ])('has the same numbers with one, two and three, by $by', async ({ by, lanes, seeds }) => {
    const whole = await runSplit(lanes, seeds, 1)
    const runs = lanes.length * seeds.length
    expect(whole.race.shards).toHaveLength(1)
    expect(whole.rows()).toBe(runs * 10)
    for (const processes of [2, 3]) {
      const split = await runSplit(lanes, seeds, processes)
      expect(split.race.shards).toHaveLength(processes)
      const [first] = split.race.shards
      const part = by === 'seeds' ? first!.seeds : first!.lanes
      expect(part).toEqual([0, 6 / processes])
      expect(split.rows()).toBe(runs * 10)
      for (let run = 0; run < runs; run++) {
        for (let step = 5; step <= 50; step += 5) {
          for (const metric of metrics) {
            const one = whole.value(metric, run, step)!
            expect(Math.abs(split.value(metric, run, step)! - one)).toBeLessThan(1e-6)
          }
        }
        const end = whole.ends.get(run)!
        split.ends.get(run)!.forEach((value, i) => {
          expect(Math.abs(value - end[i]!)).toBeLessThan(1e-6)
        })
      }
    }
  })
})
