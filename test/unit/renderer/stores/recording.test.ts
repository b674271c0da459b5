import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { place, Recording, type Recorded } from '../../../../src/renderer/stores/recording.ts'
import { experimentOf, tutorialForm } from '../../../../src/renderer/views/iris/experiment.ts'
import type { MetricColumns } from '../../../../src/shared/contract/stream.ts'
import { parseSpec } from '../../../../src/shared/experiment/spec.ts'
import { recordedOf, trainIris } from '../support/iris.ts'

interface Row {
  run: number
  step: number
  loss: number
}

const recorded = (rows: readonly Row[]): Recorded => ({
  columns: columnsOfRows(rows),
  snapshots: [],
  paths: [],
  events: [],
  rates: [],
})

const columnsOfRows = (rows: readonly Row[]): MetricColumns => ({
  run: Uint32Array.from(rows, ({ run }) => run),
  step: Uint32Array.from(rows, ({ step }) => step),
  samples: Float64Array.from(rows, ({ step }) => step * 24),
  seconds: Float64Array.from(rows, () => 0),
  metrics: { trainLoss: Float64Array.from(rows, ({ loss }) => loss) },
})

describe('Recording', () => {
  it('holds the tutorial’s whole race, every number as the trainer gave it', () => {
    const spec = parseSpec(experimentOf(tutorialForm()))
    const { runs, points } = trainIris(spec)
    const recording = new Recording(6)
    expect(recording.take(recordedOf(points))).toBe(true)
    // 4 epochs of 120 flowers, every 48 samples, that is every second step.
    expect(recording.steps).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
    expect(recording.samplesAt(20)).toBe(480)
    expect(recording.settledStep()).toBe(20)
    points.forEach((point) => {
      runs.forEach((run, at) => {
        expect(recording.valueAt(run, 'trainLoss', point.step)).toBe(point.metrics.trainLoss?.[at])
        expect(recording.snapshotAt(run, point.step)?.step).toBe(point.step)
      })
    })
  })

  it('comes out the same however rows are cut, repeated and shuffled', () => {
    const rows: Row[] = [0, 1, 2].flatMap((run) =>
      [2, 4, 6, 8].map((step) => ({ run, step, loss: run * 100 + step })),
    )
    const whole = new Recording(3)
    whole.take(recorded(rows))
    fc.assert(
      fc.property(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.array(fc.constantFrom(...rows), { maxLength: 12 }),
        fc.integer({ min: 1, max: 7 }),
        (shuffled, repeated, size) => {
          const recording = new Recording(3)
          const all = [...repeated, ...shuffled]
          for (let from = 0; from < all.length; from += size) {
            recording.take(recorded(all.slice(from, from + size)))
          }
          expect(recording.tracks).toEqual(whole.tracks)
          expect(recording.steps).toEqual(whole.steps)
        },
      ),
    )
  })

  it('says when nothing was new', () => {
    const recording = new Recording(1)
    expect(recording.take(recorded([{ run: 0, step: 2, loss: 1 }]))).toBe(true)
    expect(recording.take(recorded([{ run: 0, step: 2, loss: 1 }]))).toBe(false)
    expect(recording.take(recorded([{ run: 7, step: 2, loss: 1 }]))).toBe(false)
  })

  it('knows the step that every run has reached', () => {
    const recording = new Recording(2)
    recording.take(
      recorded([
        { run: 0, step: 2, loss: 1 },
        { run: 0, step: 4, loss: 1 },
      ]),
    )
    expect(recording.settledStep()).toBe(0)
    recording.take(recorded([{ run: 1, step: 2, loss: 1 }]))
    expect(recording.settledStep()).toBe(2)
    expect(recording.valueAt(1, 'trainLoss', 4)).toBeUndefined()
    expect(recording.valueAt(1, 'validationLoss', 2)).toBeUndefined()
  })

  it('finds where a run left the finite numbers', () => {
    const recording = new Recording(2)
    recording.take(
      recorded([
        { run: 0, step: 2, loss: 1 },
        { run: 0, step: 4, loss: Infinity },
        { run: 0, step: 6, loss: NaN },
        { run: 1, step: 2, loss: 1 },
      ]),
    )
    expect(recording.divergedAt(0)).toBe(4)
    expect(recording.divergedAt(1)).toBeUndefined()
  })
})

describe('place', () => {
  it('is where a sorted list holds a step, or would', () => {
    expect(place([], 5)).toBe(0)
    expect(place([2, 4, 6], 1)).toBe(0)
    expect(place([2, 4, 6], 4)).toBe(1)
    expect(place([2, 4, 6], 5)).toBe(2)
    expect(place([2, 4, 6], 7)).toBe(3)
  })
})
