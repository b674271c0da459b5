import { describe, expect, it } from 'vitest'
import { Recording, type Recorded } from '#renderer/stores/recording.ts'
import type { PathPoint, Phase } from '#shared/contract/stream.ts'

const runs = 4
const valueAt = (run: number, step: number): number => run * 1e6 + step

/** A message with the points of some runs at some steps. */
function message(
  steps: readonly number[],
  phase: Phase = 'running',
  those: readonly number[] = [0, 1, 2, 3],
): Recorded {
  const rows = steps.flatMap((step) => those.map((run) => ({ run, step })))
  return {
    columns: {
      run: Uint32Array.from(rows, ({ run }) => run),
      step: Uint32Array.from(rows, ({ step }) => step),
      samples: Float64Array.from(rows, ({ step }) => step * 32),
      seconds: Float64Array.from(rows, ({ step }) => step / 100),
      metrics: { trainLoss: Float64Array.from(rows, ({ run, step }) => valueAt(run, step)) },
    },
    snapshots: [],
    paths: [],
    events: [],
    rates: [],
    phase,
  }
}

const upTo = (last: number, from = 1): number[] =>
  Array.from({ length: last - from + 1 }, (_, index) => from + index)

const held = (recording: Recording): number =>
  recording.tracks.reduce((sum, { steps }) => sum + steps.length, 0)

describe('a long recording', () => {
  it('keeps a bounded part, evenly spread, every number as it came', () => {
    const recording = new Recording(runs, { points: 200 })
    let most = 0
    for (let from = 1; from <= 5000; from += 10) {
      recording.take(message(upTo(from + 9, from)))
      most = Math.max(most, held(recording))
    }
    expect(most).toBeLessThanOrEqual(200)
    // 200 points are 50 of each run: of 5,000 steps every 128th, since every 64th were 78.
    expect(recording.stretch).toBe(128)
    expect([...recording.tracks[0]!.steps]).toEqual([
      1,
      ...Array.from({ length: 39 }, (_, index) => 128 * (index + 1)),
    ])
    for (const [run, track] of recording.tracks.entries()) {
      expect([...track.steps]).toEqual(recording.steps)
      expect([...track.values.trainLoss!]).toEqual(recording.steps.map((at) => valueAt(run, at)))
      expect([...track.samples]).toEqual(recording.steps.map((at) => at * 32))
      expect([...track.seconds]).toEqual(recording.steps.map((at) => at / 100))
    }
    expect(recording.samplesAt(256)).toBe(8192)
    expect(recording.samplesAt(257)).toBeUndefined()
  })

  it('keeps all of what is not long', () => {
    const recording = new Recording(runs, { points: 200 })
    recording.take(message(upTo(50)))
    expect(recording.stretch).toBe(1)
    expect(recording.steps).toEqual(upTo(50))
  })

  it('keeps no more of one run than can be drawn', () => {
    const recording = new Recording(runs, { points: 1e6, perRun: 60 })
    recording.take(message(upTo(100)))
    expect(recording.stretch).toBe(2)
    expect(recording.tracks[0]!.steps.length).toBe(51)
  })

  it('has the last point of all once it stands still', () => {
    const recording = new Recording(runs, { points: 200 })
    recording.take(message(upTo(999)))
    const before = recording.tracks[0]!.steps.at(-1)!
    expect(recording.take(message([1000, 1001, 1002]))).toBe(false)
    expect(recording.tracks[0]!.steps.at(-1)).toBe(before)
    expect(recording.take(message([], 'finished'))).toBe(true)
    expect(recording.settledStep()).toBe(1002)
    expect(recording.valueAt(3, 'trainLoss', 1002)).toBe(valueAt(3, 1002))
    // Nothing is left over that could come once more.
    expect(recording.take(message([], 'finished'))).toBe(false)
  })

  it('has the point at which a run ends early, while the others go on', () => {
    const recording = new Recording(runs, { points: 200 })
    recording.take(message(upTo(999)))
    const end = { run: 2, step: 1001, kind: 'patience', ends: true } as const
    recording.take({ ...message([1000, 1001]), events: [end] })
    expect(recording.valueAt(2, 'trainLoss', 1001)).toBe(valueAt(2, 1001))
    expect(recording.tracks[1]!.steps.at(-1)).toBeLessThan(1001)
  })

  it('is alike for runs of two processes whose messages come apart', () => {
    const recording = new Recording(runs, { points: 200 })
    for (let from = 1; from <= 2000; from += 40) {
      recording.take(message(upTo(from + 39, from), 'running', [0, 1]))
      for (let part = from; part < from + 40; part += 8) {
        recording.take(message(upTo(part + 7, part), 'running', [2, 3]))
      }
    }
    recording.take(message([], 'finished'))
    const [first, , third] = recording.tracks
    // But for ends that were the last when all was thinned, and one more since.
    const common = [...first!.steps].filter((step) => third!.steps.includes(step))
    expect(common.length).toBeGreaterThanOrEqual(
      Math.max(first!.steps.length, third!.steps.length) - 8,
    )
    expect(common.at(-1)).toBe(2000)
  })

  it('tells those who computed from its points, and leaves views handed out before alone', () => {
    const recording = new Recording(runs, { points: 200 })
    recording.take(message(upTo(50)))
    const [track] = recording.tracks
    const { edition, steps } = track!
    recording.take(message([51]))
    expect(track!.edition).not.toBe(edition)
    expect([...steps]).toEqual(upTo(50))
  })

  it('takes what the log has of its beginning, when the stream was joined late', () => {
    const recording = new Recording(runs, { points: 200 })
    recording.take(message(upTo(2000, 1500)))
    const { phase, ...log } = message(upTo(2000))
    expect(phase).toBe('running')
    expect(recording.take(log)).toBe(true)
    expect(held(recording)).toBeLessThanOrEqual(200)
    expect(recording.steps[0]).toBe(1)
    expect(recording.settledStep()).toBe(2000)
    const gaps = recording.steps.slice(1).map((step, index) => step - recording.steps[index]!)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * recording.stretch)
  })

  it('keeps a bounded part of paths, with where each began and stands now', () => {
    const recording = new Recording(runs, { numbers: 1000 })
    const point = (run: number, step: number): PathPoint => ({
      run,
      step,
      parameters: Float64Array.of(run, step, 0, 0, 0, 0, 0, 0),
      confusion: Uint32Array.of(1, 2),
    })
    for (let step = 0; step <= 600; step++) {
      recording.take({ ...message([]), paths: [point(0, step), point(2, step)] })
      const numbers = recording.tracks.reduce((sum, { paths }) => sum + 10 * paths.size, 0)
      expect(numbers).toBeLessThanOrEqual(1000)
      for (const run of [0, 2]) {
        const steps = [...recording.tracks[run]!.paths.keys()]
        expect(Math.min(...steps)).toBe(0)
        expect(Math.max(...steps)).toBe(step)
      }
    }
    const kept = [...recording.tracks[0]!.paths.keys()]
    const gaps = kept.slice(1).map((step, index) => step - kept[index]!)
    // 1,000 numbers are 50 points of each, at least half of them there: none may leave a hole.
    expect(Math.max(...gaps)).toBeLessThanOrEqual(600 / 12)
    expect(recording.tracks[0]!.paths.get(kept[5]!)?.parameters[1]).toBe(kept[5])
  })
})
