// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { findSurface } from '#shared/surfaces/index.ts'
import { createLane, race } from '#renderer/views/surface/lanes.ts'
import { trajectoryStrips } from '#renderer/views/surface/strips.ts'

const look = { colour: '#000', dash: [] }
const runOf = (optimizer: string, hyper: Record<string, number>) =>
  race({
    surface: findSurface('quadratic')!,
    lanes: [createLane(optimizer, 'tutorial', hyper)],
    start: { x: 2, y: 1 },
    steps: 50,
  })[0]!

describe('trajectoryStrips', () => {
  it('has every step of the walk: gradient, step, rate and slots after it', () => {
    const run = runOf('adagrad', { lr: 0.5 })
    const { points, gradients } = run.trajectory
    for (const axis of [0, 1] as const) {
      const { quantities, steps } = trajectoryStrips(run, 'Adagrad', look, axis)
      expect(Array.from(steps)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
      const [g, step, rate, slot] = quantities.map(({ values }) => values)
      expect(g![3]).toBe(gradients[6 + axis])
      expect(step![3]).toBe(points[8 + axis]! - points[6 + axis]!)
      expect(rate![3]).toBe(Math.abs(step![3]! / g![3]!))
      // The sum of squared gradients so far.
      const sum = [0, 1, 2, 3].reduce((all, at) => all + g![at]! ** 2, 0)
      expect(slot![3]).toBeCloseTo(sum, 12)
    }
  })

  it('leaves a matrix out', () => {
    const run = race({
      surface: findSurface('quadratic')!,
      lanes: [createLane('shampoo', 'paper')],
      start: { x: 2, y: 1 },
      steps: 5,
    })[0]!
    const { quantities } = trajectoryStrips(run, 'Shampoo', look, 0)
    expect(quantities.map(({ key }) => key)).toEqual(['gradient', 'step', 'rate'])
  })
})
