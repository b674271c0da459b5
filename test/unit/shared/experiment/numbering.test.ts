import { describe, expect, it } from 'vitest'
import type { RunInfo } from '#shared/experiment/log.ts'
import { begunSeeds, numberingOf, renumbered } from '#shared/experiment/numbering.ts'

/** Two lanes; begun with two seeds, then given one, then three. */
const at = '2026-11-30T10:00:00.000Z'
const shards: RunInfo['shards'] = [
  { lanes: [0, 2], seeds: [0, 2] },
  { lanes: [0, 2], seeds: [2, 3] },
  { lanes: [0, 1], seeds: [3, 6] },
  { lanes: [1, 2], seeds: [3, 6] },
]
const added = [
  { at, seeds: [3] },
  { at, seeds: [4, 5, 6] },
]

describe('the runs of a race with added seeds', () => {
  it('are numbered in the log as they came to it', () => {
    const numbering = numberingOf({ shards, added })
    expect(begunSeeds({ shards, added })).toBe(2)
    expect(numbering).toMatchObject({ seeds: 6, shards: 4 })
    // By lane and seed: 0 and 1 were begun with, 2 came next, then 3 to 5.
    const logged = [0, 1, 4, 6, 7, 8, /* lane 1 */ 2, 3, 5, 9, 10, 11]
    expect(logged.map((_, run) => numbering?.toLog(run))).toEqual(logged)
    expect(logged.map((number) => numbering?.toRace(number))).toEqual(logged.map((_, run) => run))
  })

  it('are numbered as everywhere where none were added', () => {
    expect(numberingOf({ shards: shards.slice(0, 1) })).toBeUndefined()
    expect(begunSeeds({ shards })).toBe(6)
  })

  it('are renamed in every record that names one', () => {
    const up = (run: number): number => run + 10
    const event = { run: 1, step: 2, kind: 'target', ends: true } as const
    expect(renumbered({ kind: 'metrics', runs: [0, 2] }, up)).toMatchObject({ runs: [10, 12] })
    expect(renumbered({ kind: 'event', event }, up)).toMatchObject({ event: { run: 11, step: 2 } })
    for (const kind of ['snapshot', 'path', 'strip', 'final'] as const) {
      expect(renumbered({ kind, run: 3 }, up)).toEqual({ kind, run: 13 })
    }
    expect(renumbered({ kind: 'phase' }, up)).toEqual({ kind: 'phase' })
  })
})
