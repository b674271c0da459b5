import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interpretPoint, interpretStep } from '#shared/rules/interpret.ts'
import type { Ground } from '#shared/rules/ground.ts'
import { createWalker, type Walked } from '#shared/rules/walk.ts'
import { randomProgram } from '#test/support/random-programs.ts'
import { resolved, settings, tensorsFrom } from '#test/support/rules.ts'
import { cases } from '#test/support/thorough.ts'

/** A bowl, and a gradient that jitters with the step. */
const ground: Ground = {
  value: (x, y) => x * x + 3 * y * y,
  gradient(x, y, into) {
    into[0] = 2 * x
    into[1] = 6 * y
  },
}
const noise = Float64Array.from({ length: 24 }, (_, i) => 0.1 * Math.sin(i))

/** The same walk by the interpreter. */
function interpreted(source: string, start: readonly [number, number], steps: number): Walked {
  const program = resolved(source)
  const tensors = tensorsFrom([2])
  const slots = { p: Float64Array.of(0.5, -1), q: Float64Array.of(2, 0) }
  const state = { parameters: Float64Array.from(start), gradients: new Float64Array(2), slots }
  const points = [...start]
  const values = [ground.value(...start)]
  const gradients: number[] = []
  const kept = [[...slots.p], [...slots.q]]
  let done = 0
  for (; done < steps; done++) {
    const step = { ...settings, t: done + 1 }
    const at = state.parameters.slice()
    if (program.gradientAt) interpretPoint(program.gradientAt, tensors, state, step, at)
    ground.gradient(at[0]!, at[1]!, state.gradients)
    state.gradients[0]! += noise[2 * done]!
    state.gradients[1]! += noise[2 * done + 1]!
    const given = [...state.gradients]
    interpretStep(program, tensors, state, step)
    const [x, y] = state.parameters
    const value = ground.value(x!, y!)
    gradients.push(...given)
    if (!Number.isFinite(x! + y! + value)) break
    points.push(x!, y!)
    values.push(value)
    kept[0]!.push(...slots.p)
    kept[1]!.push(...slots.q)
  }
  return {
    steps: done,
    points: Float64Array.from(points),
    values: Float64Array.from(values),
    gradients: Float64Array.from(gradients.slice(0, 2 * done)),
    slots: kept.map((values) => Float64Array.from(values)),
  }
}

const plain = ({ steps, points, values, gradients, slots }: Walked): unknown => ({
  steps,
  points: [...points],
  values: [...values],
  gradients: [...gradients],
  slots: slots.map((slot) => [...slot]),
})

function walked(source: string, start: readonly [number, number], steps: number): Walked {
  const walk = createWalker(resolved(source), ['p', 'q'])(settings)
  const slots = [Float64Array.of(0.5, -1), Float64Array.of(2, 0)]
  return walk(ground, start, slots, steps, noise)
}

describe('a compiled walk', () => {
  it('takes the interpreter’s steps, to the bit', () => {
    fc.assert(
      fc.property(fc.gen(), fc.boolean(), fc.integer({ min: 0, max: 12 }), (g, ahead, steps) => {
        const source = randomProgram(g, {
          divisors: 'changing',
          reductions: true,
          scalars: false,
          matrix: true,
        })
        const point = ahead ? `g = gradient(w + a * p * t)\n${source}` : source
        expect(plain(walked(point, [1.5, -0.5], steps)), point).toEqual(
          plain(interpreted(point, [1.5, -0.5], steps)),
        )
      }),
      { numRuns: cases(40, 4000), endOnFailure: true },
    )
  })

  it('sums −0 and −0 to 0, as the interpreter does', () => {
    const [, q] = walked('p = -(p - p)\nq = sum(p)\nw -= q', [1, 1], 2).slots
    expect([...q!].slice(2)).toEqual([0, 0, 0, 0])
  })

  it('ends where a point is not finite, with what led there', () => {
    const source = 'w *= where(t < 3, 2, 1e200 * 1e200)'
    const walk = walked(source, [1, 1], 10)
    expect(walk.steps).toBe(2)
    expect([...walk.points]).toEqual([1, 1, 2, 2, 4, 4])
    expect([...walk.values]).toEqual([4, 16, 64])
    expect([...walked('w -= lr * g', [NaN, 1], 5).points]).toEqual([NaN, 1])
  })
})
