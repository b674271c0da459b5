import { describe, expect, it } from 'vitest'
import { presets, type Preset } from '#renderer/views/surface/presets.ts'
import { createLane, race, type Run } from '#renderer/views/surface/lanes.ts'
import { outcomeOf } from '#renderer/views/surface/words.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import type { Outcome } from '#shared/surfaces/outcome.ts'

/* Each preset's sentence, on the walks it shows. */

function shown(id: Preset['id']): { runs: readonly Run[]; outcomes: Outcome[] } {
  const preset = presets.find((each) => each.id === id)!
  const surface = findSurface(preset.surface)!
  const runs = race({
    surface,
    lanes: preset.lanes.map((lane) => createLane(lane.optimizer, lane.convention, lane.hyper)),
    start: preset.start,
    steps: preset.steps,
  })
  return { runs, outcomes: runs.map((run) => outcomeOf(run, surface)) }
}
const distance = ({ trajectory }: Run, step: number, x: number, y: number): number =>
  Math.hypot(trajectory.points[2 * step]! - x, trajectory.points[2 * step + 1]! - y)

describe('presets', () => {
  it('ravine: momentum is there in half the steps, SGD is not', () => {
    const [sgd, momentum] = shown('ravine').outcomes
    expect(sgd?.kind).toBe('moving')
    expect(momentum).toMatchObject({ kind: 'reached' })
    expect(momentum?.kind === 'reached' && momentum.step <= 55).toBe(true)
  })

  it('tooFast: the first two arrive, the third leaves because of its rate', () => {
    const [slow, edge, over] = shown('tooFast').outcomes
    expect(slow?.kind).toBe('reached')
    expect(edge?.kind).toBe('reached')
    expect(over).toMatchObject({
      kind: 'diverged',
      cause: { kind: 'rate', limit: 0.5, curvature: 4 },
    })
  })

  it('flatAxis: Adagrad moves alike on both axes, SGD first finishes y', () => {
    const { runs, outcomes } = shown('flatAxis')
    const [sgd, adagrad] = runs
    const walked = (run: Run, axis: 0 | 1): number =>
      Math.abs(run.trajectory.points[2 + axis]! - run.trajectory.points[axis]!)
    expect(walked(adagrad!, 0)).toBeCloseTo(walked(adagrad!, 1), 3)
    expect(walked(sgd!, 1)).toBeGreaterThan(7 * walked(sgd!, 0))
    expect(outcomes[1]?.kind).toBe('reached')
  })

  it('escape: at step 100 SGD sits on the saddle, the rescaling ones are off it', () => {
    const [sgd, , ...scaled] = shown('escape').runs
    expect(distance(sgd!, 100, 0, 0)).toBeLessThan(0.1)
    for (const run of scaled) expect(Math.abs(run.trajectory.points[201]!)).toBeGreaterThan(1)
  })

  it('overshoot: Adam swings beyond the minimum (1, 3) and comes back, Adagrad never does', () => {
    const { runs, outcomes } = shown('overshoot')
    const furthest = (run: Run): number => {
      let most = -Infinity
      for (let step = 0; step <= run.trajectory.steps; step++)
        most = Math.max(most, run.trajectory.points[2 * step]!)
      return most
    }
    expect(furthest(runs[0]!)).toBeGreaterThan(1.5)
    expect(furthest(runs[2]!)).toBeLessThan(1.05)
    expect(outcomes.map(({ kind }) => kind)).toEqual(['reached', 'moving', 'reached'])
  })

  it('slowStart: Adadelta’s first steps are thousandths, the others’ a tenth or more', () => {
    const [adadelta, rmsprop, adagrad] = shown('slowStart').runs
    const first = (run: Run): number =>
      distance(run, 1, run.trajectory.points[0]!, run.trajectory.points[1]!)
    expect(first(adadelta!)).toBeLessThan(0.006)
    expect(first(rmsprop!)).toBeGreaterThan(10 * first(adadelta!))
    expect(first(adagrad!)).toBeGreaterThan(10 * first(adadelta!))
  })
})
