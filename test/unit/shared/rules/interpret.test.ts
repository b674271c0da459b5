import { describe, expect, it } from 'vitest'
import { interpretPoint, interpretStep, type TensorLayout } from '#shared/rules/interpret.ts'
import { resolved, settings, tensorsFrom } from '#test/support/rules.ts'

/** A matrix of 2 × 3 and a vector of 2. */
const two = tensorsFrom([2, 3], [2])
const w = [1, 2, 3, 4, 5, 6, 7, 8]
const g = [1, 0, -1, 2, 0, -2, 3, 4]

/** Takes step 2 of a program. @returns the parameters, gradients and slots after it */
function step(
  source: string,
  tensors: readonly TensorLayout[] = two,
  start: { w: readonly number[]; g: readonly number[]; p?: readonly number[] } = { w, g },
  keep = 0,
): { w: number[]; g: number[]; p: number[]; q: number[] } {
  const size = start.w.length
  const run = {
    parameters: Float64Array.from(start.w),
    gradients: Float64Array.from(start.g),
    slots: {
      p: Float64Array.from(start.p ?? new Array<number>(size).fill(0)),
      q: new Float64Array(size),
    },
  }
  interpretStep(resolved(source), tensors, run, { ...settings, t: 2 }, { keep })
  const { parameters, gradients, slots } = run
  return { w: [...parameters], g: [...gradients], p: [...slots.p], q: [...slots.q] }
}

describe('interpretStep', () => {
  it('goes through a program line by line', () => {
    // lr = 1/4, a = 3/4: p = 3/4 · 2 + g, w − p/4 · t.
    const start = { w: [10, 20], g: [1, -1], p: [2, 2] }
    const after = step('p = a * p + g\nw -= lr * p * t', tensorsFrom([2]), start)
    expect(after.p).toEqual([2.5, 0.5])
    expect(after.w).toEqual([10 - 0.25 * 2.5 * 2, 20 - 0.25 * 0.5 * 2])
    expect(after.g).toEqual([1, -1])
  })

  it('sees in a line what the lines before it left', () => {
    const after = step('x = w\nw = g\nw += x\np = x - g', tensorsFrom([1]), { w: [7], g: [2] })
    expect(after).toMatchObject({ w: [9], p: [5] })
  })

  it.each<[string, number]>([
    ['-x', -4],
    ['x**2', 16],
    ['x**3', 64],
    ['x**-0.5', 0.5],
    ['x**-1', 0.25],
    ['2**x', 16],
    ['sqrt(x)', 2],
    ['abs(-x)', 4],
    ['sign(x) + sign(-x) / 2 + sign(0 * x)', 0.5],
    ['exp(x - 4)', 1],
    // Of the divisor's sign, as in Python.
    ['x % 3 + 10 * (-x % 3) + 100 * (x % -3)', 1 + 20 - 200],
    ['log(exp(1) * x / 4)', 1],
    ['float32(0.1 * x)', Math.fround(0.4)],
    ['min(x, 3, 5)', 3],
    ['max(x, 3, 5)', 5],
    ['clip(x, 1, 3)', 3],
    ['clip(-x, -1, 3)', -1],
    ['where(x > 3, 1, 2)', 1],
    ['where(x > 3 and x >= 5, 1, 2)', 2],
    ['where(x > 5 or x <= 4, 1, 2)', 1],
    ['where(not x == 4, 1, 2)', 2],
    ['where(x != 4, 1, 2)', 2],
    ['where(on, 1, 2)', 1],
    ['where(on and off, 1, 2)', 2],
    ['1 if a > 0.5 and not off else 2', 1],
  ])('computes %s of 4', (expression, value) => {
    const source = `x = w\nw = ${expression}`
    expect(step(source, tensorsFrom([1]), { w: [4], g: [0] }).w).toEqual([value])
  })

  it('adds up over a tensor, or over all of them', () => {
    const own = step('w = norm(g) + 0 * w\np = sum(g)\nq = mean(g)')
    // The matrix has 1 + 1 + 4 + 4 = 10 and sum 0; the vector 9 + 16 = 25 and sum 7.
    expect(own.w).toEqual([...new Array<number>(6).fill(Math.sqrt(10)), 5, 5])
    expect(own.p).toEqual([0, 0, 0, 0, 0, 0, 7, 7])
    expect(own.q).toEqual([0, 0, 0, 0, 0, 0, 3.5, 3.5])
    const all = step('w = global_norm(g) + 0 * w\np = global_sum(g)\nq = global_mean(g)')
    expect(all.w).toEqual(new Array(8).fill(Math.sqrt(35)))
    expect(all.p).toEqual(new Array(8).fill(7))
    expect(all.q).toEqual(new Array(8).fill(7 / 8))
  })

  it('adds even and odd places apart, as kernels do', () => {
    // (1e16 − 1e16) + (1 + 1); from left to right the first 1 would be lost.
    const start = { w: [0, 0, 0, 0], g: [1e16, 1, -1e16, 1] }
    expect(step('w = sum(g)', tensorsFrom([4]), start).w[0]).toBe(2)
  })

  it('takes lines under `if matrix` for matrices alone', () => {
    const after = step('if matrix:\n    w -= g\nelse:\n    w += g\np = 1 if matrix else 2')
    expect(after.w).toEqual([0, 2, 4, 2, 5, 8, 10, 12])
    expect(after.p).toEqual([1, 1, 1, 1, 1, 1, 2, 2])
  })

  it('multiplies and transposes matrices, row by row', () => {
    const source = `
if matrix:
    square = g @ g.T
    w = square @ w
    p = (w.T @ square).T
    q = rows(w) + 10 * columns(w) + 100 * rows(w.T)
`
    const after = step(source)
    // g = [1 0 −1; 2 0 −2], g gᵀ = [2 4; 4 8].
    const rows = [
      [2 * 1 + 4 * 4, 2 * 2 + 4 * 5, 2 * 3 + 4 * 6],
      [4 * 1 + 8 * 4, 4 * 2 + 8 * 5, 4 * 3 + 8 * 6],
    ] as const
    expect(after.w).toEqual([...rows[0], ...rows[1], 7, 8])
    // The square is symmetric, so the transpose of wᵀ s is s w.
    const again = [0, 1, 2].map((i) => 2 * rows[0][i]! + 4 * rows[1][i]!)
    expect(after.p.slice(0, 3)).toEqual(again)
    expect(after.q).toEqual([332, 332, 332, 332, 332, 332, 0, 0])
  })

  it('keeps the shape of a transposed matrix through whatever is done to it', () => {
    for (const turned of [
      'where(g.T > 0, g.T, 0)',
      'max(g.T, 0)',
      '(abs(g.T) + g.T) / 2',
      'where(0 < g.T, g.T, abs(0 * g.T))',
      'clip(g.T, 0, 9)',
    ]) {
      const after = step(`if matrix: w = (${turned}).T`)
      expect(after.w, turned).toEqual([1, 0, 0, 2, 0, 0, 7, 8])
    }
    // Where both choices are numbers, the condition has the shape.
    expect(step('if matrix: w = where(g.T > 0, 1, 2).T').w).toEqual([1, 2, 2, 1, 2, 2, 7, 8])
  })

  it('takes means of rows and columns', () => {
    const after = step('if matrix:\n    w = row_mean(w)\n    p = column_mean(g)')
    expect(after.w).toEqual([2, 2, 2, 5, 5, 5, 7, 8])
    expect(after.p).toEqual([1.5, 0, -1.5, 1.5, 0, -1.5, 0, 0])
  })

  it('takes a tensor that was set to one number for a whole tensor', () => {
    const source = `
p = 2
q = sum(p)
if matrix: w = w @ (p.T @ p) + row_mean(p)
`
    const after = step(source)
    // pᵀ p is 3 × 3 of 2 · 2 · 2 = 8; rows of w add up to 6 and 15.
    expect(after.w).toEqual([50, 50, 50, 122, 122, 122, 7, 8])
    expect(after.p).toEqual(new Array(8).fill(2))
    expect(after.q).toEqual([12, 12, 12, 12, 12, 12, 4, 4])
  })

  it('writes the gradient back behind the leading statements alone', () => {
    const source = 'g = clip(g, -1, 1)\ng += w\nw -= g'
    const start = { w: [5], g: [3] }
    expect(step(source, tensorsFrom([1]), start, 0)).toMatchObject({ g: [3], w: [-1] })
    expect(step(source, tensorsFrom([1]), start, 1)).toMatchObject({ g: [1], w: [-1] })
    expect(step(source, tensorsFrom([1]), start, 2)).toMatchObject({ g: [6], w: [-1] })
  })

  it('lets what is not finite flow through', () => {
    const start = { w: [1, 1, 1], g: [NaN, Infinity, 0] }
    expect(step('w -= g', tensorsFrom([3]), start).w).toEqual([NaN, -Infinity, 1])
    expect(step('w -= max(g, 0)', tensorsFrom([3]), start).w).toEqual([NaN, -Infinity, 1])
    expect(step('w -= g / norm(g)', tensorsFrom([3]), start).w).toEqual([NaN, NaN, NaN])
  })

  it('tells of every assignment, tensor by tensor, in order', () => {
    const seen: string[] = []
    const run = {
      parameters: Float64Array.from(w),
      gradients: Float64Array.from(g),
      slots: { p: new Float64Array(8), q: new Float64Array(8) },
    }
    const program = resolved('x = norm(g)\nif matrix: p = x\nw -= p')
    interpretStep(program, two, run, settings, {
      observe: ({ target }, tensor) => seen.push(target + tensor),
    })
    expect(seen).toEqual(['x0', 'x1', 'p0', 'w0', 'w1'])
  })
})

describe('interpretPoint', () => {
  it('computes where a gradient is to be taken', () => {
    const { gradientAt } = resolved('g = gradient(w + (a if on else 1) * p * t)\nw -= g')
    const slots = { p: Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8]), q: new Float64Array(8) }
    const parameters = Float64Array.from(w)
    const into = new Float64Array(8)
    interpretPoint(gradientAt!, two, { parameters, slots }, { ...settings, t: 2 }, into)
    expect([...into]).toEqual(w.map((value) => value + 1.5 * value))
    expect([...parameters]).toEqual(w)
  })
})
