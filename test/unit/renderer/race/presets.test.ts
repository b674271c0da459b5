import { describe, expect, it } from 'vitest'
import { presets } from '#renderer/race/presets.ts'
import { seedsNeeded } from '#shared/statistics/index.ts'

describe('a preset', () => {
  it.each(presets)('has the seeds that a leader among its lanes takes: $id', ({ lanes, spec }) => {
    const pairs = (lanes.length * (lanes.length - 1)) / 2
    expect(spec.seeds?.length).toBeGreaterThanOrEqual(seedsNeeded(pairs))
  })
})
