import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  completeSettings,
  findGenerator,
  generateTable,
  generators,
} from '#shared/data/generators/index.ts'
import { summariseTable } from '#shared/data/summary.ts'
import type { Table } from '#shared/data/table.ts'
import { errorOf } from '#test/support/faults.ts'
import { specOf } from '#test/support/specs.ts'
import { train, trainerOf } from '#test/support/training.ts'
import { eigenvalues } from '#test/support/eigen.ts'

/** A column's numbers or codes. */
function cellsOf(table: Table, name: string): ArrayLike<number> {
  const column = table.columns.find((each) => each.name === name)
  if (!column || column.type === 'text') throw new Error(`no column ${name}`)
  return 'values' in column ? column.values : column.codes
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

describe.each(generators.map((generator) => ({ id: generator.id, generator })))(
  'the generator $id',
  ({ id, generator }) => {
    it('draws the same table again, and another from another seed', () => {
      const table = generateTable(id, {})
      expect(generateTable(id, {})).toEqual(table)
      expect(generateTable(id, { seed: 1 }).columns).not.toEqual(table.columns)
    })

    it('draws what it declares: the rows, the target, the task, no missing value', () => {
      const table = generateTable(id, { rows: 123 })
      const { rows, columns, suggestedTarget, suggestedTask } = summariseTable(table)
      expect([rows, suggestedTarget, suggestedTask]).toEqual([123, table.target, generator.task])
      expect(columns.every(({ missing }) => missing === 0)).toBe(true)
    })

    it('draws a table at both ends of every setting', () => {
      for (const { key, range } of generator.settings) {
        for (const value of [range.minimum, range.maximum]) {
          // Not the largest table, which takes its time.
          const settings = { rows: 100, [key]: key === 'rows' && value > 1000 ? 1000 : value }
          const { columns } = summariseTable(generateTable(id, settings))
          expect(columns.every(({ missing }) => missing === 0)).toBe(true)
        }
      }
    })

    it('declares itself in both languages, and defaults within their ranges', () => {
      const texts = [
        generator.name,
        generator.description,
        ...generator.settings.map((s) => s.label),
      ]
      for (const text of texts) expect([text.en, text['zh-CN']]).not.toContain('')
      expect(() => generateTable(id, completeSettings(generator, {}))).not.toThrow()
    })
  },
)

describe('generateTable', () => {
  it('refuses settings by their path', () => {
    const faults = errorOf(() =>
      generateTable('moons', { rows: 1.5, noise: -1, arms: 3, seed: NaN }),
    ).details
    expect(faults).toEqual([
      'dataset.settings.rows: must lie in [10, 200000], is 1.5',
      'dataset.settings.noise: must lie in [0, 100], is -1',
      "dataset.settings.arms: the generator 'moons' has no setting 'arms', only rows, noise, seed",
      'dataset.settings.seed: must lie in [0, 4294967295], is NaN',
    ])
    expect(errorOf(() => generateTable('spirals', { arms: 2.5 })).details).toEqual([
      'dataset.settings.arms: must be a whole number, is 2.5',
    ])
  })

  it('refuses an unknown generator and says which there are', () => {
    const { code, details } = errorOf(() => generateTable('toString', {}))
    expect([code, details[0]]).toEqual([
      'bad-spec',
      expect.stringMatching(/^dataset.generator: .*'toString'.*moons, spirals/),
    ])
    expect(findGenerator('constructor')).toBeUndefined()
  })

  it('refuses more cells than fit', () => {
    const settings = { rows: 200_000, features: 2000 }
    expect(errorOf(() => generateTable('sparse', settings)).details[0]).toMatch(/too many/)
  })
})

describe('what the generators draw', () => {
  it('moons without noise lie on two half circles', () => {
    const table = generateTable('moons', { noise: 0 })
    const [x, y, code] = ['x1', 'x2', 'class'].map((name) => cellsOf(table, name)) as [
      ArrayLike<number>,
      ArrayLike<number>,
      ArrayLike<number>,
    ]
    for (let row = 0; row < table.rows; row++) {
      const [across, up] = code[row] ? [1 - x[row]!, 0.5 - y[row]!] : [x[row]!, y[row]!]
      expect(Math.hypot(across, up)).toBeCloseTo(1, 12)
      expect(up).toBeGreaterThanOrEqual(0)
    }
  })

  it('spirals without noise turn with their radius', () => {
    const table = generateTable('spirals', { noise: 0, arms: 3, turns: 2 })
    const [x, y, code] = ['x1', 'x2', 'class'].map((name) => cellsOf(table, name)) as [
      ArrayLike<number>,
      ArrayLike<number>,
      ArrayLike<number>,
    ]
    for (let row = 0; row < table.rows; row++) {
      const turns = 2 * Math.hypot(x[row]!, y[row]!) + code[row]! / 3
      expect(Math.cos(2 * Math.PI * turns)).toBeCloseTo(Math.cos(Math.atan2(y[row]!, x[row]!)), 9)
    }
  })

  it('blobs spread as far as they are told', () => {
    const table = generateTable('blobs', { rows: 30_000, classes: 3, noise: 2 })
    const x = cellsOf(table, 'x1')
    const code = cellsOf(table, 'class')
    for (const blob of [0, 1, 2]) {
      const own = Array.from(x).filter((_, row) => code[row] === blob)
      const mean = meanOf(own)
      const deviation = Math.sqrt(meanOf(own.map((value) => (value - mean) ** 2)))
      // Of 10,000 values; the deviation's own error is 2 / √20,000 = 0.014.
      expect(Math.abs(deviation - 2)).toBeLessThan(0.07)
    }
  })

  it('XOR without noise has a class per sign of the product, all quarters alike', () => {
    const table = generateTable('xor', { noise: 0, rows: 400 })
    const [x, y] = [cellsOf(table, 'x1'), cellsOf(table, 'x2')]
    const code = cellsOf(table, 'class')
    const quarters = new Map<string, number>()
    for (let row = 0; row < table.rows; row++) {
      expect(code[row]).toBe(x[row]! * y[row]! < 0 ? 1 : 0)
      const quarter = `${x[row]! > 0} ${y[row]! > 0}`
      quarters.set(quarter, (quarters.get(quarter) ?? 0) + 1)
    }
    expect([...quarters.values()]).toEqual([100, 100, 100, 100])
  })

  it('linear has so many outliers, each at least as far off as told', () => {
    const plain = { rows: 200, noise: 0, features: 2, outliers: 0 }
    const straight = cellsOf(generateTable('linear', plain), 'y')
    const bent = cellsOf(generateTable('linear', { ...plain, outliers: 0.1, reach: 7 }), 'y')
    const off = Array.from(bent, (value, row) => Math.abs(value - straight[row]!))
    const outliers = off.filter((distance) => distance > 0)
    expect(outliers).toHaveLength(20)
    expect(Math.min(...outliers)).toBeGreaterThanOrEqual(7)
    expect(Math.max(...outliers)).toBeLessThan(14)
  })
})

describe('sparse features', () => {
  it('are rare by a power law, and each is there once at least', () => {
    const table = generateTable('sparse', { rows: 20_000, features: 50, skew: 1 })
    const shares = Array.from({ length: 50 }, (_, index) =>
      meanOf(Array.from(cellsOf(table, `f${index + 1}`))),
    )
    // ½ / j, with an error of √(p / 20,000) at most.
    shares.forEach((share, index) => {
      const expected = 0.5 / (index + 1)
      expect(Math.abs(share - expected)).toBeLessThan(5 * Math.sqrt(expected / 20_000))
    })
    const few = generateTable('sparse', { rows: 50, features: 500, skew: 3 })
    expect(summariseTable(few).columns.every(({ distinct }) => distinct === 2)).toBe(true)
  })

  it('are where Adagrad shines: at its best rate it ends at half the loss of SGD at its best', () => {
    const table = generateTable('sparse', { rows: 400, features: 100 })
    const best = (optimizer: string): number => {
      const rates = [0.1, 0.3, 1, 3, 10]
      const spec = specOf({
        dataset: { generator: 'sparse' },
        lanes: rates.map((lr) => ({ id: `${lr}`, optimizer, hyper: { lr } })),
        batchSize: 20,
        budget: { epochs: 5 },
        record: { metrics: ['trainLoss'], every: { epochs: 5 } },
      })
      return Math.min(...train(trainerOf(spec, table)).at(-1)!.metrics.trainLoss!)
    }
    expect(best('adagrad')).toBeLessThan(best('sgd') / 2)
  })
})

describe('the ill-conditioned quadratic', () => {
  /** Eigenvalues of the loss's Hessian by weights and bias, over all rows: `2/n · [X 1]ᵀ [X 1]`. */
  function spectrum(table: Table): number[] {
    const columns = [
      ...table.columns.filter(({ name }) => name !== 'y').map(({ name }) => cellsOf(table, name)),
      new Float64Array(table.rows).fill(1),
    ]
    return eigenvalues(
      columns.map((a) =>
        columns.map(
          (b) => (2 * Array.from(a).reduce((sum, x, row) => sum + x * b[row]!, 0)) / table.rows,
        ),
      ),
    )
  }

  it('has the condition number it is given, turned or not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 1 }),
        fc.nat(1000),
        (features, condition, turned, seed) => {
          const table = generateTable('quadratic', { features, condition, turned, seed, rows: 100 })
          const values = spectrum(table)
          expect(Math.max(...values)).toBeCloseTo(2, 9)
          expect(Math.max(...values) / Math.min(...values) / condition).toBeCloseTo(1, 6)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('lies along the axes only where it is not turned', () => {
    const product = (turned: number): number => {
      const table = generateTable('quadratic', { turned })
      const [a, b] = [cellsOf(table, 'x1'), cellsOf(table, 'x2')]
      return Math.abs(meanOf(Array.from(a, (x, row) => x * b[row]!)))
    }
    expect(product(0)).toBeLessThan(1e-12)
    expect(product(1)).toBeGreaterThan(0.01)
  })
})
