import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSchedule } from '#shared/training/schedule.ts'
import { specOf } from '#test/support/specs.ts'

const every = fc.oneof(
  fc.record({ samples: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ steps: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ epochs: fc.integer({ min: 1, max: 4 }) }),
)

describe('createSchedule', () => {
  it('records the tutorial’s Iris every 48 samples: every second step of 24', () => {
    const spec = specOf({
      batchSize: 24,
      budget: { epochs: 4 },
      record: { every: { samples: 48 } },
    })
    const schedule = createSchedule(spec, 120)
    expect(schedule).toMatchObject({ stepsPerEpoch: 5, steps: 20, batch: 24 })
    const points = Array.from({ length: 20 }, (_, index) => index + 1).filter(schedule.isPoint)
    expect(points).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
    expect(schedule.samplesAt(7)).toBe(168)
  })

  it('knows that the last batch of an epoch may be short', () => {
    const schedule = createSchedule(specOf({ batchSize: 50 }), 120)
    expect([0, 1, 2, 3, 4].map(schedule.samplesAt)).toEqual([0, 50, 100, 120, 170])
  })

  it('counts steps, samples and points as going through them one by one does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.oneof(fc.integer({ min: 1, max: 80 }), fc.constant('full' as const)),
        every,
        (rows, batchSize, interval) => {
          const schedule = createSchedule(
            specOf({ batchSize, budget: { steps: 150 }, record: { every: interval } }),
            rows,
          )
          const size = batchSize === 'full' ? rows : Math.min(batchSize, rows)
          const points: number[] = []
          const counts: number[] = []
          let samples = 0
          let inEpoch = 0
          let epochs = 0
          for (let step = 1; step <= 150; step++) {
            const before = samples
            const taken = Math.min(size, rows - inEpoch)
            samples += taken
            inEpoch = (inEpoch + taken) % rows
            if (inEpoch === 0) epochs++
            const isPoint =
              'samples' in interval
                ? Math.floor(samples / interval.samples) > Math.floor(before / interval.samples)
                : 'steps' in interval
                  ? step % interval.steps === 0
                  : inEpoch === 0 && epochs % interval.epochs === 0
            if (isPoint) points.push(step)
            counts.push(samples)
          }
          const steps = Array.from({ length: 150 }, (_, at) => at + 1)
          expect(steps.map((step) => schedule.samplesAt(step))).toEqual(counts)
          expect(steps.filter((step) => schedule.isPoint(step))).toEqual(points)
          for (const [index, point] of points.entries()) {
            expect(schedule.nextPoint(points[index - 1] ?? 0)).toBe(point)
          }
          // The last step is a point of its own, or one of these.
          expect(schedule.points).toBeGreaterThanOrEqual(new Set([...points, 150]).size)
          // A batch that passes several multiples at once makes one point of them.
          const passes = 'samples' in interval && interval.samples < size
          if (!passes) expect(schedule.points).toBeLessThanOrEqual(points.length + 1)
        },
      ),
    )
  })
})
