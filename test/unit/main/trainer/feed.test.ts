import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFeed, type Feed } from '#main/trainer/feed.ts'
import type { LogMessage } from '#main/trainer/types.ts'
import type { RunEvent } from '#shared/contract/stream.ts'
import type { Point } from '#shared/training/trainer.ts'

const runs = Uint32Array.of(4, 9)

const point = (step: number): Point => ({
  step,
  samples: 10 * step,
  seconds: step / 100,
  runs,
  metrics: { trainLoss: Float64Array.of(step, -step) },
  snapshots: [],
  paths: [],
  events: [],
})

/** A point as heavy as a recorded state of so many numbers. */
const heavy = (step: number, numbers: number): Point => {
  const empty = new Float64Array()
  const state = { parameters: empty, slots: empty }
  const gradients = new Float64Array(numbers / 3)
  const snapshot = {
    run: 4,
    step,
    before: state,
    after: state,
    gradients,
    confusion: new Uint32Array(),
  }
  return { ...point(step), snapshots: [snapshot] }
}

function makeFeed(options: { window: number; thins: boolean }): { feed: Feed; sent: LogMessage[] } {
  const sent: LogMessage[] = []
  const feed = createFeed({
    ...options,
    post: (message) => sent.push(message),
    now: () => Date.now(),
  })
  return { feed, sent }
}

const steps = (message: LogMessage | undefined): number[] =>
  [...new Set(message?.columns.step ?? [])] as number[]

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

describe('where runs ended', () => {
  /** So many runs of half a message's numbers each. */
  const ends = (count: number): { run: number; step: number; parameters: Float64Array }[] =>
    Array.from({ length: count }, (_, run) => {
      return { run, step: 9, parameters: new Float64Array(2 ** 19) }
    })

  it('is sent some at a time as the log takes them, however large the model, and then told', () => {
    const { feed, sent } = makeFeed({ window: 2, thins: false })
    let made = 0
    let told = 0
    function* final(): Generator<ReturnType<typeof ends>[number]> {
      for (const end of ends(10)) {
        made++
        yield end
      }
    }
    feed.announce({ phase: 'finished', step: 9, final: final() }, () => told++)
    // Two messages are under way; what nobody can take yet is not even made.
    expect(sent.map(({ final }) => final?.map(({ run }) => run))).toEqual([
      [0, 1],
      [2, 3],
    ])
    expect([made, told]).toEqual([4, 0])
    for (let sequence = 1; sequence <= 5; sequence++) feed.acknowledge(sequence)
    expect(sent.flatMap(({ final }) => final?.map(({ run }) => run) ?? [])).toEqual(
      Array.from({ length: 10 }, (_, run) => run),
    )
    expect(sent.every(({ final }) => (final?.length ?? 0) <= 2)).toBe(true)
    expect(told).toBe(1)
  })

  it('is told at once where it fits into a message, also after a full window', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: false })
    feed.add(point(1))
    let told = 0
    feed.announce({ phase: 'stopped', step: 9, final: ends(1) }, () => told++)
    expect(sent).toHaveLength(2)
    expect(sent[1]).toMatchObject({ phase: 'stopped', step: 9, final: [{ run: 0 }] })
    expect(told).toBe(1)
  })

  it('that nobody takes any more is told to be given up', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: false })
    let told = 0
    feed.announce({ phase: 'finished', step: 9, final: ends(10) }, () => told++)
    feed.close()
    expect([sent.length, told]).toEqual([1, 1])
  })
})

describe('any feed', () => {
  it('merges what comes within 33 ms into one table', () => {
    const { feed, sent } = makeFeed({ window: 4, thins: false })
    feed.add(point(1))
    expect(sent).toHaveLength(1)
    feed.add(point(2))
    feed.add(point(3))
    vi.advanceTimersByTime(32)
    expect(sent).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(sent).toHaveLength(2)
    expect(sent[1]).toMatchObject({ sequence: 2, phase: 'running', step: 3 })
    expect(sent[1]!.columns).toEqual({
      run: Uint32Array.of(4, 9, 4, 9),
      step: Uint32Array.of(2, 2, 3, 3),
      samples: Float64Array.of(20, 20, 30, 30),
      seconds: Float64Array.of(0.02, 0.02, 0.03, 0.03),
      metrics: { trainLoss: Float64Array.of(2, -2, 3, -3) },
    })
  })

  it('sends at most 31 messages in a second', () => {
    const { feed, sent } = makeFeed({ window: 1000, thins: false })
    for (let millisecond = 0; millisecond < 1000; millisecond++) {
      feed.add(point(millisecond + 1))
      vi.advanceTimersByTime(1)
    }
    expect(sent.length).toBeGreaterThan(25)
    expect(sent.length).toBeLessThanOrEqual(31)
  })

  it('says nothing after it is closed', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: true })
    feed.add(point(1))
    feed.add(point(2))
    feed.close()
    feed.acknowledge(1)
    vi.advanceTimersByTime(1000)
    expect(sent).toHaveLength(1)
  })
})

describe('the lossless feed', () => {
  it('is full when much waits after its window, keeps everything, and goes on when acknowledged', () => {
    const { feed, sent } = makeFeed({ window: 2, thins: false })
    for (let step = 1; step <= 9; step++) {
      feed.add(point(step))
      vi.advanceTimersByTime(40)
    }
    expect(sent).toHaveLength(2)
    expect(feed.full).toBe(false)
    feed.add(heavy(10, 3 * 2 ** 15))
    expect(feed.full).toBe(true)
    feed.acknowledge(1)
    // What waited has been sent; the window is full again, but nothing is behind it.
    expect(feed.full).toBe(false)
    expect(sent.flatMap(steps)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    feed.acknowledge(3)
    expect(feed.full).toBe(false)
  })

  it('sends the end at once, past a full window', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: false })
    feed.add(point(1))
    feed.add(point(2))
    const final = [{ run: 4, step: 2, parameters: Float64Array.of(1) }]
    feed.announce({ phase: 'finished', step: 2, final })
    expect(sent[1]).toMatchObject({ phase: 'finished', step: 2, final })
    expect(steps(sent[1])).toEqual([2])
  })

  it('sends early what grows heavy', () => {
    const { feed, sent } = makeFeed({ window: 4, thins: false })
    feed.add(point(1))
    feed.add(heavy(2, 3 * 2 ** 19))
    expect(sent).toHaveLength(2)
  })
})

describe('a thinning feed', () => {
  const most = 2 ** 20

  it('sends one message, and the next only when that is acknowledged', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: true })
    for (let step = 1; step <= 5; step++) {
      feed.add(point(step))
      vi.advanceTimersByTime(100)
    }
    expect(sent.map(steps)).toEqual([[1]])
    feed.acknowledge(1)
    expect(sent.map(steps)).toEqual([[1], [2, 3, 4, 5]])
  })

  it('never holds much more than its bound, and still has the last point and the end', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: true })
    feed.add(point(1))
    // 1000 points of 1/128 of the bound each: 128 fit.
    for (let step = 2; step <= 1001; step++) feed.add(heavy(step, (3 * most) / 384))
    feed.announce({ phase: 'finished', step: 1001 })
    vi.advanceTimersByTime(1000)
    expect(sent).toHaveLength(1)
    feed.acknowledge(1)
    const last = sent[1]!
    expect(last).toMatchObject({ phase: 'finished', step: 1001 })
    const kept = steps(last)
    expect(kept.length).toBeGreaterThanOrEqual(64)
    expect(kept.length).toBeLessThanOrEqual(129)
    expect(kept.at(-1)).toBe(1001)
    // Evenly thinned from the first on: one stride throughout, but for the last.
    const strides = kept.slice(1, -1).map((step, index) => step - kept[index]!)
    expect(new Set(strides).size).toBe(1)
    expect(last.snapshots.map(({ step }) => step)).toEqual(kept)
  })

  it('takes every point again once its reader has caught up', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: true })
    feed.add(point(1))
    for (let step = 2; step <= 300; step++) feed.add(heavy(step, (3 * most) / 384))
    vi.advanceTimersByTime(100)
    feed.acknowledge(1)
    for (let step = 301; step <= 305; step++) feed.add(point(step))
    vi.advanceTimersByTime(100)
    feed.acknowledge(2)
    expect(steps(sent[2])).toEqual([301, 302, 303, 304, 305])
  })

  it('tells a change of phase without points', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: true })
    feed.announce({ phase: 'paused', step: 7 })
    expect(sent[0]).toMatchObject({ phase: 'paused', step: 7, snapshots: [] })
    expect(sent[0]!.columns.run).toHaveLength(0)
  })

  it('does not move on for an acknowledgement of what was never sent', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: true })
    feed.add(point(1))
    feed.add(point(2))
    vi.advanceTimersByTime(100)
    feed.acknowledge(7)
    expect(sent).toHaveLength(1)
  })

  it('keeps every event, and the point at which a run ended, however much it thins', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: true })
    feed.add(point(1))
    const ends = [123, 777]
    for (let step = 2; step <= 1001; step++) {
      const events: RunEvent[] = ends.includes(step)
        ? [{ run: 4, step, kind: 'target', ends: true }]
        : step === 500
          ? [{ run: 9, step, kind: 'diverged', ends: false }]
          : []
      feed.add({ ...heavy(step, (3 * most) / 384), events })
    }
    feed.acknowledge(1)
    vi.advanceTimersByTime(100)
    expect(sent[1]!.events.map(({ step }) => step)).toEqual([123, 500, 777])
    expect(steps(sent[1])).toEqual(expect.arrayContaining([...ends, 1001]))
    expect(steps(sent[1]).length).toBeLessThanOrEqual(131)
    expect(steps(sent[1])).not.toContain(124)
  })

  it('comes to rest where every point ends a run', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: true })
    feed.add(point(1))
    for (let step = 2; step <= 200; step++) {
      const events: RunEvent[] = [{ run: 4, step, kind: 'target', ends: true }]
      feed.add({ ...heavy(step, (3 * most) / 64), events })
    }
    feed.acknowledge(1)
    vi.advanceTimersByTime(100)
    expect(steps(sent[1])).toHaveLength(199)
  })
})

describe('what happens between points', () => {
  const diverged = { run: 4, step: 7, kind: 'diverged' as const, ends: true }
  const change = { at: '2026-11-23T10:00:00.000Z', lane: 'a', rate: 0.5, step: 8 }

  it('is told without a row', () => {
    const { feed, sent } = makeFeed({ window: 4, thins: false })
    feed.add({ ...point(7), runs: new Uint32Array(), metrics: {}, events: [diverged] })
    expect(sent[0]).toMatchObject({ step: 7, events: [diverged] })
    expect(sent[0]!.columns.run).toHaveLength(0)
  })

  it('does not take the rows from the points around it', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: true })
    feed.add(point(1))
    feed.add({ ...point(3), runs: new Uint32Array(), metrics: {}, events: [diverged] })
    feed.add({ ...point(4), runs: Uint32Array.of(9), metrics: { trainLoss: Float64Array.of(5) } })
    feed.acknowledge(1)
    vi.advanceTimersByTime(100)
    expect(sent[1]!.columns).toMatchObject({
      run: Uint32Array.of(9),
      step: Uint32Array.of(4),
      metrics: { trainLoss: Float64Array.of(5) },
    })
  })

  it('says in a number which message brings all that was given', () => {
    const { feed } = makeFeed({ window: 1, thins: false })
    expect(feed.latest).toBe(0)
    feed.add(point(1))
    expect(feed.latest).toBe(1)
    feed.add(point(2))
    expect(feed.latest).toBe(2)
    feed.acknowledge(1)
    vi.advanceTimersByTime(100)
    expect(feed.latest).toBe(2)
  })

  it('sends a changed rate to the log at once, past a full window, after what came before', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: false })
    feed.add(point(1))
    feed.add(point(2))
    feed.tell(change)
    expect(sent[1]).toMatchObject({ step: 8, rates: [change] })
    expect(steps(sent[1])).toEqual([2])
  })

  it('lets a reader that lags wait for it, and loses none', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: true })
    feed.add(point(1))
    feed.tell(change)
    feed.tell({ ...change, rate: 0.25 })
    vi.advanceTimersByTime(100)
    expect(sent).toHaveLength(1)
    feed.acknowledge(1)
    expect(sent[1]!.rates.map(({ rate }) => rate)).toEqual([0.5, 0.25])
  })
})

describe('a checkpoint', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

  it('goes with the message that holds all that came before it', () => {
    const { feed, sent } = makeFeed({ window: 4, thins: false })
    feed.add(point(1))
    feed.add(point(2))
    feed.keep(bytes(2))
    expect(feed.latest).toBe(2)
    vi.advanceTimersByTime(33)
    expect(sent.map(({ checkpoint }) => checkpoint)).toEqual([undefined, bytes(2)])
    expect(steps(sent[1])).toEqual([2])
    feed.add(point(3))
    vi.advanceTimersByTime(33)
    expect(sent[2]?.checkpoint).toBeUndefined()
  })

  it('is sent though nothing else is, and gives way to a later one that overtakes it', () => {
    const { feed, sent } = makeFeed({ window: 1, thins: false })
    feed.keep(bytes(1))
    expect(sent.map(({ checkpoint }) => checkpoint)).toEqual([bytes(1)])
    feed.keep(bytes(2))
    feed.keep(bytes(3))
    vi.advanceTimersByTime(100)
    expect(sent).toHaveLength(1)
    feed.acknowledge(1)
    vi.advanceTimersByTime(100)
    expect(sent.map(({ checkpoint }) => checkpoint)).toEqual([bytes(1), bytes(3)])
  })
})
