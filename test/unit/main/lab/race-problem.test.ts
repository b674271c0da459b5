import { describe, expect, it } from 'vitest'
import { mostRows, readRaceProblem } from '#main/lab/race-problem.ts'
import type { ReadTable } from '#main/lab/tables/types.ts'
import type { Table } from '#shared/data/table.ts'
import { parseSpec } from '#shared/experiment/spec.ts'

function line(rows: number): Table {
  const x = Float64Array.from({ length: rows }, (_, row) => row)
  return {
    name: 'line',
    rows,
    target: 'y',
    columns: [
      { type: 'number', name: 'x', values: x },
      { type: 'number', name: 'y', values: x.map((value) => 3 * value + 7) },
    ],
  }
}

const spec = parseSpec({
  dataset: { builtin: 'line' },
  loss: 'meanSquaredError',
  lanes: [{ id: 'a', optimizer: 'sgd' }],
  seeds: [4, 5],
  split: { seed: 'run' },
  budget: { epochs: 1 },
})

/** Reads one table, whatever the source. */
const reading =
  (table: Table): ReadTable =>
  (source) =>
    Promise.resolve({ table, source })

describe('what is drawn of a race’s rows', () => {
  it('goes back into the table’s own units by the scales', async () => {
    const problem = await readRaceProblem(spec, reading(line(50)))
    expect(problem).toMatchObject({ inputs: 1, outputs: 1, target: 'y', featureNames: ['x'] })
    const [scale] = problem.featureScales
    const values = [problem.train, problem.validation].flatMap(({ features, targets, count }) => {
      expect(features).toHaveLength(count)
      return Array.from(features, (feature, at) => {
        const x = scale!.offset + scale!.width * feature
        const y = problem.targetScale!.offset + problem.targetScale!.width * targets[at]!
        expect(y).toBeCloseTo(3 * x + 7, 9)
        return Math.round(x)
      })
    })
    expect(values.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, row) => row))
    expect([problem.train.total, problem.validation.total]).toEqual([40, 10])
  })

  it('is a sample of a large table, both parts in their shares', async () => {
    const problem = await readRaceProblem(spec, reading(line(20_000)))
    expect([problem.train.count, problem.validation.count]).toEqual([
      0.8 * mostRows,
      0.2 * mostRows,
    ])
    expect([problem.train.total, problem.validation.total]).toEqual([16_000, 4000])
    expect(problem.train.targets).toHaveLength(problem.train.count)
  })
})
