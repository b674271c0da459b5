import { describe, expect, it } from 'vitest'
import { readGolden, type RaceRuns } from '#test/support/golden.ts'
import { goldenSpec } from '#test/support/scripts.ts'
import { readTable } from '#test/support/tables.ts'
import { train, trainerOf } from '#test/support/training.ts'

const { cases } = readGolden<RaceRuns>('race-run.json')

/** 1e-9 by max(1, |value|). */
function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, i) => {
    const difference = Math.abs(actual[i]! - value)
    expect(difference, `at ${i}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
  })
}

describe('race-run.json on the reference engine', () => {
  it.each(
    cases.map((each, index) => ({ ...each, name: `${index} ${each.dataset} ${each.optimizer}` })),
  )('$name, step by step', async (golden) => {
    const trainer = trainerOf(goldenSpec(golden), await readTable(golden.dataset))
    const points = train(trainer)
    const column = (metric: 'batchLoss' | 'rate' | 'gradientNorm'): number[] =>
      points.map(({ metrics }) => metrics[metric]![0]!)
    expectNear(column('batchLoss'), golden.batchLoss)
    expectNear(column('rate'), golden.rate)
    expectNear(column('gradientNorm'), golden.gradientNorm)
    const { trainLoss, validationLoss } = points.at(-1)!.metrics
    expectNear(
      [trainLoss![0]!, validationLoss![0]!],
      [golden.end.trainLoss, golden.end.validationLoss],
    )
    const { parameters: end } = trainer.parameters()[0]!
    expectNear([...end.slice(-golden.finalBias.length)], golden.finalBias)
  })

  it('holds every clipping, a warm-up and five schedules', () => {
    const kinds = new Set(cases.map(({ schedule }) => schedule.kind))
    expect(kinds.size).toBeGreaterThanOrEqual(5)
    expect(cases.some(({ schedule }) => (schedule.warmup ?? 0) > 0)).toBe(true)
    const clipped = new Set(cases.map(({ clipping }) => clipping?.kind))
    expect([...clipped].sort()).toEqual(['globalNorm', 'norm', 'value', undefined])
  })
})
