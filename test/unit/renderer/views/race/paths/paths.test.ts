import { describe, expect, it } from 'vitest'
import { effectScope, ref } from 'vue'
import type { RunEvent } from '#shared/contract/stream.ts'
import { collectPaths, thinned } from '#renderer/views/race/paths/collect.ts'
import { markStride, pathPoints, planeFrame } from '#renderer/views/race/paths/frame.ts'
import { computePlane } from '#renderer/views/race/paths/plane.ts'
import { usePlane, type Helper } from '#renderer/views/race/paths/usePlane.ts'
import { racedLanes, specOf } from '#test/unit/renderer/race/lanes.ts'

/** Two lanes from one start: `slow` goes along the first of three parameters, `fast` along the second. */
function lanes(points: number, events: readonly RunEvent[] = [], far = 1) {
  const spec = specOf(2)
  const made = racedLanes(
    spec,
    'validationLoss',
    [
      [[1], [1]],
      [[1], [1]],
    ],
    [events],
  )
  made.lanes.forEach(({ tracks }, lane) => {
    for (let at = 0; at <= points; at++) {
      const parameters = Float64Array.of(7, 7, 7)
      parameters[lane]! += at * (lane === 0 ? 2 * far : 1)
      tracks[0]!.paths.set(5 * at, {
        run: 2 * lane,
        step: 5 * at,
        parameters,
        confusion: new Uint32Array(),
      })
    }
  })
  return made.lanes
}

describe('collecting paths', () => {
  it('takes every lane from the start to its end, in the order of steps', () => {
    const collected = collectPaths(lanes(3))!
    expect(collected.lanes).toEqual([
      { id: 'slow', steps: [0, 5, 10, 15], from: 0, lost: false, far: false },
      { id: 'fast', steps: [0, 5, 10, 15], from: 4, lost: false, far: false },
    ])
    expect([...collected.points.slice(9, 12)]).toEqual([13, 7, 7])
    expect([collected.count, collected.dimensions]).toEqual([8, 3])
  })

  it('thins what is long and keeps both ends', () => {
    expect(thinned([0, 1, 2, 3, 4, 5, 6], 3)).toEqual([0, 3, 6])
    expect(thinned([0, 1, 2, 3, 4, 5, 6, 7], 3)).toEqual([0, 4, 7])
    expect(thinned([5], 3)).toEqual([5])
    const collected = collectPaths(lanes(100), Infinity, { perLane: 11, fitted: 8 })!
    expect(collected.lanes[0]?.steps).toEqual([0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500])
    // Four of each lane's eleven, the first and the last among them.
    expect([...collected.fitted]).toEqual([0, 4, 8, 10, 11, 15, 19, 21])
  })

  it('leaves out what lies after a divergence, or after the step looked at', () => {
    const diverged: RunEvent = { run: 0, step: 12, kind: 'diverged', ends: true }
    const collected = collectPaths(lanes(3, [diverged]))!
    expect(collected.lanes.map(({ steps, lost }) => [steps.at(-1), lost])).toEqual([
      [10, true],
      [15, false],
    ])
    expect(collectPaths(lanes(3), 7)?.lanes[0]?.steps).toEqual([0, 5])
  })

  it('of nothing recorded is nothing', () => {
    expect(collectPaths(racedLanes(specOf(2), 'validationLoss', [[], []]).lanes)).toBeUndefined()
  })
})

describe('the plane of paths', () => {
  it('shows two paths at right angles as what they are, with true distances', () => {
    const collected = collectPaths(lanes(3))!
    const { lanes: own } = collected
    const { places, explained } = computePlane(collected)
    expect(explained[0] + explained[1]).toBeCloseTo(1, 12)
    const view = { lanes: own, places, explained }
    const place = (at: number): [number, number] => [places[2 * at]!, places[2 * at + 1]!]
    const apart = (a: number, b: number): number => {
      const [p, q] = [place(a), place(b)]
      return Math.hypot(p[0] - q[0], p[1] - q[1])
    }
    // Both begin at one point; the ends are 6 and 3 away from it, and √45 from each other.
    expect(apart(0, 4)).toBeCloseTo(0, 9)
    expect(apart(0, 3)).toBeCloseTo(6, 9)
    expect(apart(4, 7)).toBeCloseTo(3, 9)
    expect(apart(3, 7)).toBeCloseTo(Math.sqrt(45), 9)

    const frame = planeFrame(view, 400, 300)
    expect(markStride(view, 2)).toBe(2)
    const [[start], [a, b]] = [
      pathPoints(view, frame, own[0]!),
      own.map((lane) => pathPoints(view, frame, lane).at(-1)!),
    ]
    const scale = Math.hypot(a![0] - b![0], a![1] - b![1]) / Math.sqrt(45)
    expect(Math.hypot(a![0] - start![0], a![1] - start![1])).toBeCloseTo(6 * scale, 6)
    for (const [x, y] of [a!, b!, start!]) {
      expect(x).toBeGreaterThanOrEqual(17.9)
      expect(x).toBeLessThanOrEqual(382.1)
      expect(y).toBeGreaterThanOrEqual(17.9)
      expect(y).toBeLessThanOrEqual(282.1)
    }
  })

  it('is laid without a lane that runs away, which is drawn as far as it fits', () => {
    const collected = collectPaths(lanes(3, [], 1e90))!
    expect(collected.lanes.map(({ far }) => far)).toEqual([true, false])
    expect([...collected.fitted]).toEqual([4, 5, 6, 7])
    const { places, explained } = computePlane(collected)
    expect(explained).toEqual([1, 0])
    const view = { lanes: collected.lanes, places, explained }
    const frame = planeFrame(view, 400, 300)
    const [slow, fast] = view.lanes.map((lane) => pathPoints(view, frame, lane))
    expect(Math.abs(slow!.at(-1)![0])).toBeLessThanOrEqual(1e5)
    // The other one fills the plot: 400 wide with 18 free on both sides.
    expect(Math.abs(fast!.at(-1)![0] - 200)).toBeCloseTo(182, 6)
    expect(fast!.every(([x]) => x > 17 && x < 383)).toBe(true)
  })

  it('of a single place is a plot without a scale, not without numbers', () => {
    const frame = planeFrame(
      {
        lanes: [{ id: 'a', steps: [0], from: 0, lost: false, far: false }],
        places: Float64Array.of(2, 3),
      },
      400,
      300,
    )
    expect([frame.x(2), frame.y(3)]).toEqual([200, 150])
  })
})

/** All that promises and watchers have to do. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

describe('the plane of growing paths', () => {
  it('is there when what is there as it is asked for has been computed', async () => {
    const helper: Helper = {
      onmessage: null,
      onerror: null,
      postMessage: () => void sent++,
      terminate: () => undefined,
    }
    let sent = 0
    const answer = (): void => {
      const data = { axes: new Float64Array(6), places: new Float64Array(0), explained: [1, 0] }
      helper.onmessage?.({ data } as unknown as Parameters<NonNullable<Helper['onmessage']>>[0])
    }
    const version = ref(0)
    const plane = effectScope().run(() =>
      usePlane(
        () => version.value,
        () => collectPaths(lanes(3)),
        () => helper,
      ),
    )!
    let done = false
    void plane.ready().then(() => (done = true))
    answer()
    await turn()
    // That was asked for before.
    expect([sent, done]).toEqual([2, false])
    answer()
    await turn()
    expect([sent, done]).toEqual([2, true])
    helper.onerror?.({ message: 'no worker' } as ErrorEvent)
    await plane.ready()
    expect(plane.failed.value).toBe('no worker')
  })
})
