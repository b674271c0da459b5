import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { place, Recording, type Recorded } from '#renderer/stores/recording.ts'
import { experimentOf, tutorialForm } from '#renderer/race/iris.ts'
import type { MetricColumns, RateChange, RunEvent, Snapshot } from '#shared/contract/stream.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
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
    const recordedPoints = points.filter((point) => point.runs.length > 0)
    recordedPoints.forEach((point) => {
      runs.forEach((run, at) => {
        expect(recording.valueAt(run, 'trainLoss', point.step)).toBe(point.metrics.trainLoss?.[at])
        expect(recording.snapshotAt(run, point.step)?.step).toBe(point.step)
      })
    })
    // Strips are of every step, and are taken once.
    expect(recording.tracks.map(({ strips }) => strips.length)).toEqual(new Array(6).fill(20))
    expect(recording.tracks[2]?.strips.map(({ step }) => step).slice(0, 3)).toEqual([1, 2, 3])
    expect(recording.take(recordedOf(points))).toBe(false)
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

describe('a run that ended early', () => {
  const end: RunEvent = { run: 0, step: 4, kind: 'target', ends: true }
  const rows = [
    { run: 0, step: 2, loss: 3 },
    { run: 0, step: 4, loss: 1 },
    { run: 1, step: 2, loss: 3 },
    { run: 1, step: 4, loss: 2 },
    { run: 1, step: 6, loss: 1 },
  ]

  it('does not hold the others back', () => {
    const recording = new Recording(2)
    recording.take(recorded(rows))
    expect(recording.settledStep()).toBe(4)
    expect(recording.ended(0)).toBeUndefined()
    expect(recording.take({ ...recorded([]), events: [end] })).toBe(true)
    expect(recording.settledStep()).toBe(6)
    expect(recording.ended(0)).toEqual(end)
    expect(recording.take({ ...recorded([]), events: [end] })).toBe(false)
    expect(recording.events).toEqual([end])
    recording.take({ ...recorded([]), events: [{ ...end, run: 1, step: 6 }] })
    expect(recording.settledStep()).toBe(6)
  })

  it('keeps showing its last state, at its end and after it', () => {
    const snapshot = (run: number, step: number): Snapshot => {
      const state = { parameters: Float64Array.of(step), slots: new Float64Array() }
      const gradients = new Float64Array(1)
      return { run, step, before: state, gradients, after: state, confusion: new Uint32Array() }
    }
    const recording = new Recording(2)
    const snapshots = rows.map(({ run, step }) => snapshot(run, step))
    recording.take({ ...recorded(rows), snapshots })
    expect(recording.snapshotAt(0, 6)).toBeUndefined()
    recording.take({ ...recorded([]), events: [end] })
    expect([2, 4, 6].map((step) => recording.snapshotAt(0, step)?.step)).toEqual([2, 4, 4])
    expect(recording.snapshotAt(1, 6)?.step).toBe(6)
  })

  it('is known to have diverged in the very step, though nothing of it was recorded', () => {
    const recording = new Recording(2)
    const divergence = { first: 'loss' as const, parameters: 1e20 }
    const diverged: RunEvent = { run: 0, step: 3, kind: 'diverged', ends: true, divergence }
    recording.take({ ...recorded(rows.slice(0, 1)), events: [diverged] })
    expect(recording.divergedAt(0)).toBe(3)
    expect(recording.divergence(0)).toEqual(diverged)
    expect(recording.divergedAt(1)).toBeUndefined()
  })
})

describe('changed rates', () => {
  const change = (second: number, step: number, rate: number): RateChange => ({
    at: `2026-11-23T10:00:0${second}.000Z`,
    lane: 'a',
    rate,
    step,
  })

  it('are kept once each, in the order they were asked for, by every process that tells them', () => {
    const recording = new Recording(1)
    const take = (...rates: RateChange[]) => recording.take({ ...recorded([]), rates })
    expect(take(change(2, 9, 0.2))).toBe(true)
    expect(take(change(1, 4, 0.1), change(1, 5, 0.1))).toBe(true)
    expect(take(change(2, 9, 0.2))).toBe(false)
    expect(recording.rates.map(({ rate, step }) => [rate, step])).toEqual([
      [0.1, 4],
      [0.1, 5],
      [0.2, 9],
    ])
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
