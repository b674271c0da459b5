import { describe, expect, it } from 'vitest'
import { clippings, findClipping } from '#shared/clipping/index.ts'
import { laneProgram } from '#shared/training/lane-program.ts'
import { resolved, takeStep, tensorsFrom } from '#test/support/rules.ts'
import { specOf } from '#test/support/specs.ts'

/** Clips a gradient, on a kernel and the interpreter alike. Tensors end where the numbers say. */
function clip(
  kind: string,
  gradient: readonly number[],
  limit: number,
  ends: readonly number[] = [gradient.length],
): number[] {
  const [lane] = specOf({
    lanes: [{ id: 'a', optimizer: 'sgd', clipping: { kind, limit } }],
  }).lanes
  const { program, keep, numbers } = laneProgram(lane!, resolved('w -= lr * g'))
  const tensors = tensorsFrom(...ends.map((end, index) => [end - (ends[index - 1] ?? 0)]))
  const [compiled, interpreted] = [true, false].map((compiled) =>
    takeStep(program, {
      tensors,
      keep,
      compiled,
      numbers: { w: gradient.map(() => 0), g: gradient, slots: {} },
      step: { lr: 0.5, t: 1, ...numbers },
    }),
  )
  expect(compiled!.compiled).toBe(true)
  expect(compiled!.g).toEqual(interpreted!.g)
  // The rule is given what is left of it.
  expect(compiled!.w).toEqual(compiled!.g.map((value) => 0 - 0.5 * value))
  return compiled!.g
}

const near = (actual: readonly number[], expected: readonly number[]): void =>
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12))

describe('clipping', () => {
  it('by value cuts each component off', () => {
    expect(clip('value', [-3, -0.5, 0, 0.5, 3], 1)).toEqual([-1, -0.5, 0, 0.5, 1])
    expect(clip('value', [NaN, Infinity, -Infinity], 2)).toEqual([NaN, 2, -2])
  })

  it('by norm scales each tensor by min(1, c / (‖g‖ + 1e-6))', () => {
    // ‖(3, 4)‖ = 5, ‖(0.6, 0.8)‖ = 1, ‖(−12)‖ = 12.
    near(clip('norm', [3, 4, 0.6, 0.8, -12], 2, [2, 4, 5]), [
      (3 * 2) / (5 + 1e-6),
      (4 * 2) / (5 + 1e-6),
      0.6,
      0.8,
      (-12 * 2) / (12 + 1e-6),
    ])
  })

  it('by global norm scales all of them alike', () => {
    // 3² + 4² + 12² = 13².
    near(
      clip('globalNorm', [3, 4, -12], 6.5, [2, 3]),
      [3, 4, -12].map((g) => (g * 6.5) / (13 + 1e-6)),
    )
  })

  it('leaves what is within the limit to the bit, and a gradient of 0', () => {
    for (const { kind } of clippings) {
      expect(clip(kind, [0.1, -0.2, 1 / 3], 1, [1, 3])).toEqual([0.1, -0.2, 1 / 3])
      expect(clip(kind, [0, 0, 0], 1e-9, [1, 3])).toEqual([0, 0, 0])
    }
  })

  it('never hides what is not a number', () => {
    for (const { kind } of clippings) {
      expect(clip(kind, [1, NaN, 2], 0.5, [1, 3])[1]).toBeNaN()
    }
    // The other tensor is none of its business, unless all are taken together.
    expect(clip('norm', [1, NaN, 2], 0.5, [1, 3])[0]).toBeCloseTo(0.5, 5)
    expect(clip('globalNorm', [1, NaN, 2], 0.5, [1, 3])).toEqual([NaN, NaN, NaN])
    expect(clip('norm', [1, Infinity], 0.5)).toEqual([0, NaN])
  })

  it('has kinds and names of its own', () => {
    expect(new Set(clippings.map(({ kind }) => kind)).size).toBe(clippings.length)
    for (const { name } of clippings) expect(name.en).not.toBe(name['zh-CN'])
    expect(findClipping('byLuck')).toBeUndefined()
  })
})
