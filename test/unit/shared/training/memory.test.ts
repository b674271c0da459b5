import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTrainerPool } from '#main/trainer/pool.ts'
import { memoryLimit } from '#main/trainer/memory-limit.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'
import { demandMemory, memoryOf, memoryParts, type MemoryFacts } from '#shared/training/memory.ts'
import { tableOf } from '#test/support/tables.ts'

const input: ExperimentInput = {
  dataset: { builtin: 'iris' },
  model: { hidden: [100] },
  lanes: [
    { id: 'a', optimizer: 'adam' },
    { id: 'b', optimizer: 'sgd' },
  ],
  seeds: [1, 2],
  budget: { steps: 10 },
  record: { metrics: ['batchLoss'] },
}

const facts = (
  change: Partial<ExperimentInput> = {},
  more: Partial<MemoryFacts> = {},
): MemoryFacts => ({
  spec: parseSpec({ ...input, ...change }),
  ...{ inputs: 9, outputs: 10, trainRows: 800, validationRows: 200, batch: 50, tableBytes: 1000 },
  shares: [{ lanes: [0, 2], seeds: [0, 2] }],
  ...more,
})

const total = (of: MemoryFacts): number =>
  Object.values(memoryOf(of)).reduce((sum, bytes) => sum + bytes, 0)

/** Of 9-100-10: 9 · 100 + 100 and 100 · 10 + 10. */
const size = 2010
const mebi = 2 ** 20

describe('what a race takes of the memory', () => {
  it('counts parameters, gradients, slots, float32 copies, checkpoints and ends', () => {
    // Four runs; Adam has two slots, SGD none: 2 · 2 seeds.
    const parameters = 4 * size
    const slots = 2 * 2 * size
    const own = 8 * (2 * parameters + slots) + 4 * 5 * parameters
    const checkpoint = 8 * 4 * (parameters + slots)
    const ends = 8 * 4 * parameters + 64 * parameters
    expect(memoryOf(facts()).weights).toBe(own + checkpoint + ends)
  })

  it('counts slots that are square matrices', () => {
    const shampoo = { id: 'a', optimizer: 'shampoo', convention: 'paper' as const }
    const one = facts(
      { lanes: [shampoo], seeds: [1] },
      { shares: [{ lanes: [0, 1], seeds: [0, 1] }] },
    )
    // As many rows and columns as 9 × 100, 1 × 100, 100 × 10 and 1 × 10; two slots a side.
    const rows = 9 ** 2 + 1 + 100 ** 2 + 1
    const columns = 2 * 100 ** 2 + 2 * 10 ** 2
    const slots = 2 * (rows + columns)
    // A run alone is multiplied beside another one.
    const own = 8 * (2 * size + slots) + 4 * 5 * 2 * size
    const checkpoint = 8 * 4 * (size + slots)
    expect(memoryOf(one).weights).toBe(own + checkpoint + 8 * 4 * size + 64 * size)
  })

  it('counts no checkpoint where none is kept', () => {
    // 2 ** 24 numbers are 128 MiB.
    const large = facts(
      { model: { hidden: [4000, 1000] }, seeds: [1] },
      { shares: [{ lanes: [0, 2], seeds: [0, 1] }] },
    )
    const parameters = 2 * (10 * 4000 + 4001 * 1000 + 1001 * 10)
    const slots = parameters
    expect(parameters + slots).toBeLessThan(2 ** 24)
    const kept = memoryOf(large).weights
    const more = memoryOf({
      ...large,
      spec: parseSpec({ ...input, model: { hidden: [4096, 1100] }, seeds: [1] }),
    })
    const grown = 2 * (10 * 4096 + 4097 * 1100 + 1101 * 10)
    expect(2 * grown).toBeGreaterThan(2 ** 24)
    expect(kept).toBe(8 * 3 * parameters + 20 * parameters + 32 * 2 * parameters + 96 * parameters)
    expect(more.weights).toBe(8 * 3 * grown + 20 * grown + 96 * grown)
  })

  it('counts what a batch, and an evaluation, yields in every layer', () => {
    // Of four runs; 8 · 101 units and 10 · 10 scores; inputs of two seeds, twice.
    const batch = 50 * (4 * (8 * 101 + 10 * 10) + 2 * 2 * 10) * 4
    expect(memoryOf(facts()).batch).toBe(batch)
    const evaluated = memoryOf(facts({ record: { metrics: ['trainLoss'] } })).batch
    // All thousand rows at once: 2 · 101 and 3 · 10 values of four runs.
    expect(evaluated).toBe(batch + 1000 * 4 * (2 * 101 + 3 * 10) * 4)
    expect(memoryOf(facts({}, { batch: 800 })).batch).toBe(16 * batch)
  })

  it('counts recorded states, before and after, as they wait and are written', () => {
    expect(memoryOf(facts()).states).toBe(0)
    const small = memoryOf(facts({ record: { metrics: ['batchLoss'], state: true } })).states
    const [parameters, slots] = [4 * size, 4 * size]
    expect(small).toBe(8 * (parameters + slots) + 192 * mebi)
    // More than what is sent together: a point is sent as a whole.
    const wide = facts({
      model: { hidden: [4000] },
      record: { metrics: ['batchLoss'], state: true },
    })
    const each = 4 * (10 * 4000 + 4001 * 10)
    expect(memoryOf(wide).states).toBe(8 * 2 * each + 192 * (3 * each + 2 * each))
    const paths = memoryOf(facts({ record: { metrics: ['batchLoss'], paths: true } })).states
    expect(paths).toBe(192 * mebi)
  })

  it('counts the table in every process, and every split', () => {
    const one = memoryOf(facts()).data
    expect(one).toBe(1000 + 4 * 1000 + 1000 * 19 * 12)
    const shares = [
      { lanes: [0, 2], seeds: [0, 1] },
      { lanes: [0, 2], seeds: [1, 2] },
    ] as const
    expect(memoryOf(facts({}, { shares })).data).toBe(1000 + 2 * (4 * 1000 + 1000 * 19 * 12))
    expect(memoryOf(facts({ split: { seed: 'run' } })).data).toBe(1000 + 4000 + 2 * 1000 * 19 * 12)
    expect(memoryOf(facts({ split: { folds: 5 } })).data).toBe(1000 + 4000 + 2 * 1000 * 19 * 12)
  })

  it('grows with everything that makes a race larger', () => {
    const count = fc.integer({ min: 1, max: 300 })
    fc.assert(
      fc.property(
        count,
        count,
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        (units, batch, seeds, state) => {
          const of = (change: { units?: number; seeds?: number; batch?: number }): number => {
            const n = change.seeds ?? seeds
            return total(
              facts(
                {
                  model: { hidden: [change.units ?? units] },
                  seeds: Array.from({ length: n }, (_, seed) => seed),
                  record: { metrics: ['trainLoss'], state },
                },
                { batch: change.batch ?? batch, shares: [{ lanes: [0, 2], seeds: [0, n] }] },
              ),
            )
          }
          const here = of({})
          expect(of({ units: units + 50 })).toBeGreaterThan(here)
          expect(of({ seeds: seeds + 1 })).toBeGreaterThan(here)
          expect(of({ batch: batch + 1 })).toBeGreaterThan(here)
        },
      ),
    )
  })
})

describe('a race that takes too much', () => {
  const nothing = { programs: 0, data: 0, weights: 0, batch: 0, states: 0 }

  it.each([
    ['states', 'record.state'],
    ['batch', 'batchSize'],
    ['weights', 'model.hidden'],
    ['data', 'split.seed'],
    ['programs', 'processes'],
  ] as const)('for %s is refused with the estimate and what to lower', (part, advice) => {
    const demand = { ...nothing, programs: 1e8, [part]: 5.2e9 }
    const need = part === 'programs' ? 5.2e9 : 5.3e9
    expect(() => demandMemory(demand, 4e9)).toThrow(
      expect.objectContaining({
        code: 'race-too-large',
        message: expect.stringMatching(
          new RegExp(
            `about ${need / 1e9} GB of memory, 5\\.2 GB of it .*; 4\\.0 GB are the most here\\. .*${advice}`,
          ),
        ),
        parameters: { need, most: 4e9, part, share: 5.2e9 },
      }),
    )
    expect(() => demandMemory(demand, need)).not.toThrow()
  })

  it('starts no process', async () => {
    const pool = createTrainerPool({
      processes: 2,
      memory: 1e9,
      launcher: {
        transfersPorts: false,
        launch: () => {
          throw new Error('launched')
        },
      },
    })
    const table = { ...tableOf({ x: [1, 2, 3, 4], y: ['a', 'b', 'a', 'b'] }), target: 'y' }
    const start = (change: Partial<ExperimentInput>): Promise<unknown> =>
      pool.start({ spec: parseSpec({ ...input, ...change }), table })
    await expect(start({ model: { hidden: [4096, 1024] } })).rejects.toMatchObject({
      code: 'race-too-large',
      parameters: { part: 'weights', most: 1e9 },
    })
    const state = { record: { metrics: ['batchLoss' as const], state: true } }
    const seeds = Array.from({ length: 24 }, (_, seed) => seed)
    await expect(start({ ...state, model: { hidden: [1000] }, seeds })).rejects.toMatchObject({
      code: 'race-too-large',
      parameters: { part: 'states' },
    })
    await expect(start({})).rejects.toThrow('launched')
    await pool.dispose()
  })
})

describe('the memory that a race may take', () => {
  it('is 3 GiB besides the programs, or three quarters of a smaller machine, or what somebody says', () => {
    expect(memoryLimit(1e9, {}, 64e9)).toBe(3 * 2 ** 30 + 1e9)
    expect(memoryLimit(1e9, {}, 2e9)).toBe(1.5e9)
    expect(memoryLimit(1e9, { DESCENT_LAB_MEMORY: '12.5' }, 2e9)).toBe(12.5e9)
    // What other races take is no more to be had.
    expect(memoryLimit(1e9, {}, 8e9, 4e9)).toBe(2e9)
    expect(memoryLimit(1e9, { DESCENT_LAB_MEMORY: '12.5' }, 2e9, 4e9)).toBe(8.5e9)
    for (const nonsense of ['', 'much', '-1', '0']) {
      expect(memoryLimit(1e9, { DESCENT_LAB_MEMORY: nonsense }, 2e9)).toBe(1.5e9)
    }
  })

  it('is asked of this machine', () => {
    expect(memoryLimit(0, {})).toBeGreaterThan(0)
    expect(memoryParts).toHaveLength(5)
  })
})
