import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LaneBands } from '#shared/statistics/lane-bands.ts'
import { Recording, type Recorded } from '#renderer/stores/recording.ts'
import type { RunEvent } from '#shared/contract/stream.ts'
import { quantiles } from '#shared/math/quantiles.ts'
import type { Metric } from '#shared/experiment/spec.ts'

type Row = readonly [run: number, step: number, value: number]

const recorded = (rows: readonly Row[], metric: Metric = 'trainLoss'): Recorded => ({
  columns: {
    run: Uint32Array.from(rows, ([run]) => run),
    step: Uint32Array.from(rows, ([, step]) => step),
    samples: Float64Array.from(rows, ([, step]) => step * 32),
    seconds: Float64Array.from(rows, ([run, step]) => step / 100 + run / 1000),
    metrics: { [metric]: Float64Array.from(rows, ([, , value]) => value) },
  },
  snapshots: [],
  paths: [],
  events: [],
  rates: [],
})

const over = (run: number, step: number, kind: RunEvent['kind']): RunEvent => ({
  run,
  step,
  kind,
  ends: true,
})

describe('LaneBands', () => {
  it('has median, 5th and 95th percentile over the seeds, and where they stand', () => {
    const recording = new Recording(3)
    recording.take(
      recorded([
        [0, 2, 1],
        [1, 2, 2],
        [2, 2, 4],
      ]),
    )
    const band = new LaneBands(recording.tracks, 'trainLoss').update([])
    expect([...band.steps]).toEqual([2])
    expect([...band.samples]).toEqual([64])
    // The middle of 0.020, 0.021 and 0.022.
    expect(band.seconds[0]).toBeCloseTo(0.021, 12)
    expect(band.median[0]).toBe(2)
    // Type 7: 1 + 0.1 · (2 − 1), and 2 + 0.9 · (4 − 2).
    expect(band.low[0]).toBeCloseTo(1.1, 12)
    expect(band.high[0]).toBeCloseTo(3.8, 12)
  })

  it('waits until every seed has a point, and passes over one that a seed lacks', () => {
    const recording = new Recording(2)
    const bands = new LaneBands(recording.tracks, 'trainLoss')
    recording.take(
      recorded([
        [0, 1, 1],
        [0, 2, 1],
        [0, 3, 1],
        [1, 1, 3],
      ]),
    )
    expect([...bands.update([]).steps]).toEqual([1])
    recording.take(recorded([[1, 3, 5]]))
    const band = bands.update([])
    expect([...band.steps]).toEqual([1, 3])
    expect([...band.median]).toEqual([2, 3])
  })

  it('keeps the last loss of a run that reached its end early', () => {
    const recording = new Recording(2)
    const bands = new LaneBands(recording.tracks, 'trainLoss')
    recording.take(
      recorded([
        [0, 1, 4],
        [1, 1, 2],
        [0, 2, 3],
        [0, 3, 1],
      ]),
    )
    expect([...bands.update([over(1, 1, 'target')]).median]).toEqual([3, 2.5, 1.5])
  })

  it('counts a run that diverged as the worst, whichever way is better', () => {
    for (const [metric, worst] of [
      ['trainLoss', Infinity],
      ['trainAccuracy', -Infinity],
    ] as const) {
      const recording = new Recording(3)
      recording.take(
        recorded(
          [
            [0, 1, 0.5],
            [1, 1, 0.5],
            [2, 1, NaN],
            [0, 2, 0.25],
          ],
          metric,
        ),
      )
      const bands = new LaneBands(recording.tracks, metric)
      const band = bands.update([over(1, 2, 'diverged'), over(2, 1, 'diverged')])
      expect([...band.median]).toEqual([0.5, worst])
    }
  })

  it('leaves a run that is over out of what only a step has', () => {
    const recording = new Recording(2)
    recording.take(
      recorded(
        [
          [0, 1, 1],
          [1, 1, 3],
          [0, 2, 7],
        ],
        'updateNorm',
      ),
    )
    const bands = new LaneBands(recording.tracks, 'updateNorm')
    expect([...bands.update([over(1, 1, 'patience')]).median]).toEqual([2, 7])
  })

  it('gives a rule without a rate no rate', () => {
    const recording = new Recording(1)
    recording.take(recorded([[0, 1, NaN]], 'rate'))
    expect(new LaneBands(recording.tracks, 'rate').update([]).median[0]).toBeNaN()
  })

  it('comes out the same however the points came in', () => {
    const seeds = 4
    const rows: Row[] = Array.from({ length: 30 }, (_, step) =>
      Array.from({ length: seeds }, (_, run): Row => [run, step + 1, Math.sin(step * 7 + run)]),
    ).flat()
    const expected = Array.from({ length: 30 }, (_, step) =>
      quantiles(
        rows.filter(([, at]) => at === step + 1).map(([, , value]) => value),
        [0.05, 0.5, 0.95],
      ),
    )
    fc.assert(
      fc.property(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.integer({ min: 1, max: 50 }),
        (shuffled, size) => {
          const recording = new Recording(seeds)
          const bands = new LaneBands(recording.tracks, 'trainLoss')
          for (let from = 0; from < shuffled.length; from += size) {
            recording.take(recorded(shuffled.slice(from, from + size)))
            bands.update([])
          }
          const band = bands.update([])
          expect(band.steps).toHaveLength(30)
          expected.forEach(([low, median, high], at) => {
            expect(band.low[at]).toBeCloseTo(low!, 12)
            expect(band.median[at]).toBeCloseTo(median!, 12)
            expect(band.high[at]).toBeCloseTo(high!, 12)
          })
        },
      ),
      { numRuns: 40 },
    )
  })
})
