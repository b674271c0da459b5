import { describe, expect, it } from 'vitest'
import { relate } from '#shared/data/summary.ts'
import { errorOf } from '#test/support/faults.ts'
import { readTable, tableOf } from '#test/support/tables.ts'

const table = tableOf({
  x: [1, 2, 3, 4],
  gap: [1, NaN, 3, NaN],
  same: [5, 5, 5, 5],
  colour: ['red', 'red', 'blue', 'blue'],
  y: [2, 1, 4, 3],
})

describe('relate', () => {
  it('gives r between numbers and η between classes and numbers', () => {
    // x and y lack 2.5: (−1.5·−0.5 + −0.5·−1.5 + 0.5·1.5 + 1.5·0.5) / (√5 · √5) = 3 / 5.
    // Colours' mean y: 1.5 and 3.5, spread 4·1² of 5: η = √0.8.
    expect(relate(table, 'y', 'regression')).toEqual([
      { name: 'x', kind: 'pearson', value: expect.closeTo(0.6, 12) },
      { name: 'gap', kind: 'pearson', value: expect.closeTo(1, 12) },
      { name: 'same', kind: 'pearson', value: null },
      { name: 'colour', kind: 'eta', value: expect.closeTo(Math.sqrt(0.8), 12) },
    ])
  })

  it('gives Cramér’s V between classes, also where the target is numbers', () => {
    // Every y is a class of its own, each of one colour: χ² = 4, V = √(4 / (4 · 1)) = 1.
    const of = relate(table, 'y', 'classification')
    expect(of.map(({ kind }) => kind)).toEqual(['eta', 'eta', 'eta', 'cramer'])
    expect(of[3]!.value).toBe(1)
    // Counts 2 1 / 1 2: χ² = 4 · 0.5² / 1.5 = 2/3, V = √(2/3 / 6) = 1/3.
    const weak = tableOf({ a: ['p', 'p', 'p', 'q', 'q', 'q'], b: ['u', 'u', 'v', 'v', 'v', 'u'] })
    expect(relate(weak, 'b', 'classification')[0]!.value).toBeCloseTo(1 / 3, 12)
  })

  it('gives the same V whether or not the counts are kept in full', () => {
    const rows = 3000
    const a = Array.from({ length: rows }, (_, row) => `a${row % 1500}`)
    const b = Array.from({ length: rows }, (_, row) => `b${(row * row) % 1499}`)
    const few = relate(tableOf({ a: a.map((_, row) => `a${row % 7}`), b }), 'b', 'classification')
    expect(few[0]!.value).toBeGreaterThan(0)
    // Of 1500 kinds by 700 at least: kept by the cells that occur.
    expect(relate(tableOf({ a, b: a }), 'b', 'classification')[0]!.value).toBeCloseTo(1, 12)
  })

  it('finds what is known of Iris: petals distinguish the species', async () => {
    const relations = relate(await readTable('iris'), 'species', 'classification')
    const by = Object.fromEntries(relations.map(({ name, value }) => [name, value]))
    // η² of the one-way analysis of variance: petal length 0.9414, sepal width 0.4008.
    expect(by['petal_length']! ** 2).toBeCloseTo(0.9414, 3)
    expect(by['sepal_width']! ** 2).toBeCloseTo(0.4008, 3)
  })

  it('refuses a target that is not there or does not fit the task', () => {
    const faults = (target: string, task: 'classification' | 'regression'): readonly string[] =>
      errorOf(() => relate(table, target, task)).details
    expect(faults('z', 'regression')).toEqual(["target: small has no column 'z'"])
    expect(faults('colour', 'regression')).toEqual([
      "target: 'colour' holds categories; a regression needs numbers",
    ])
    const many = tableOf({ x: Array.from({ length: 1001 }, (_, row) => row / 2) })
    expect(errorOf(() => relate(many, 'x', 'classification')).details[0]).toMatch(/more than 1000/)
  })
})
