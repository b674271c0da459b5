import { describe, expect, it } from 'vitest'
import type { Declarations } from '#shared/rules/ast.ts'
import { formulaLines } from '#shared/rules/formula.ts'
import { parseProgram } from '#shared/rules/parse.ts'
import { resolved, settings, takeStep, tensorsFrom } from '#test/support/rules.ts'

/** A slot as wide as a tensor has rows, and one as wide as it has columns. */
const squares: Declarations = {
  hyper: ['lr', 'a', 'b'],
  flags: ['on', 'off'],
  slots: ['l', 'r'],
  squares: { l: 'rows', r: 'columns' },
}

const tensors = tensorsFrom([2, 3], [2])
const numbers = {
  w: [1, 2, 3, 4, 5, 6, 7, 8],
  g: [1, 0, -1, 2, 0, -2, 3, 4],
  // 2 × 2 and 1 × 1; 3 × 3 and 2 × 2.
  slots: { l: [1, 2, 3, 4, 5], r: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40] },
}

const step = (source: string, t = 2) => {
  const program = resolved(source, settings, squares)
  return takeStep(program, { tensors, numbers, compiled: true, step: { ...settings, t } })
}

const faultOf = (source: string): string | undefined =>
  parseProgram(source, squares).fault?.message.en

describe('slots that hold a square matrix for each tensor', () => {
  it('lie one after the other, each as wide as its tensor', () => {
    const after = step('l = 2 * l\nr = r.T\nw -= g')
    expect(after.compiled).toBe(false)
    expect(after.slots.l).toEqual([2, 4, 6, 8, 10])
    expect(after.slots.r).toEqual([1, 4, 7, 2, 5, 8, 3, 6, 9, 10, 30, 20, 40])
    expect(after.w).toEqual([0, 2, 4, 2, 5, 8, 4, 4])
  })

  it('take products of a matrix, and those of a vector with itself', () => {
    const after = step(`
if matrix:
    l += g @ g.T
    r += g.T @ g
else:
    r += outer(g, w)
w -= g @ r`)
    // Rows (1, 0, −1) and (2, 0, −2).
    expect(after.slots.l).toEqual([1 + 2, 2 + 4, 3 + 4, 4 + 8, 5])
    expect(after.slots.r!.slice(0, 9)).toEqual([6, 2, -2, 4, 5, 6, 2, 8, 14])
    // (3, 4) by (7, 8).
    expect(after.slots.r!.slice(9)).toEqual([10 + 21, 20 + 24, 30 + 28, 40 + 32])
    expect(after.w.slice(0, 3)).toEqual([1 - (6 - 2), 2 - (2 - 8), 3 - (-2 - 14)])
    expect(after.w.slice(6)).toEqual([7 - (3 * 31 + 4 * 58), 8 - (3 * 44 + 4 * 72)])
  })

  it('are filled by one number, and have means and norms of their own', () => {
    const after = step('l = t\nr = r * 0 + mean(r)\nw = sum(l) + norm(l @ l)')
    expect(after.slots.l).toEqual([2, 2, 2, 2, 2])
    expect(after.slots.r).toEqual([...new Array<number>(9).fill(5), 25, 25, 25, 25])
    // Four times 2, and four times 8; of the vector one 2, and one 4.
    expect(after.w).toEqual([...new Array<number>(6).fill(8 + 16), 6, 6])
  })

  it.each<[number, number, number]>([
    // 16 along (1, 1) and 1 along (1, −1): half their sum, and half their difference.
    [4, 0.75, -0.25],
    [2, 0.625, -0.375],
    [1, 0.53125, -0.46875],
    [3, (16 ** (-1 / 3) + 1) / 2, (16 ** (-1 / 3) - 1) / 2],
  ])('yield their root of order −%d', (p, same, other) => {
    const { slots } = takeStep(resolved(`l = inverse_root(l, ${p})\nw -= g`, settings, squares), {
      tensors,
      numbers: { ...numbers, slots: { ...numbers.slots, l: [8.5, 7.5, 7.5, 8.5, 16] } },
      compiled: false,
    })
    const expected = [same, other, other, same, same + other]
    slots.l!.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 14))
  })

  it('count what rounding hides as the least that it does not', () => {
    const { slots } = takeStep(resolved('l = inverse_root(l, 4)\nw -= g', settings, squares), {
      tensors,
      numbers: { ...numbers, slots: { ...numbers.slots, l: [1, 1, 1, 1, NaN] } },
      compiled: false,
    })
    // 2 along (1, 1), none along (1, −1): 2 · 2⁻⁵² · 2 to the power of −1/4 is 2¹²·⁵.
    const [large, small] = [2 ** 12.5 / 2, 2 ** -0.25 / 2]
    const expected = [small + large, small - large, small - large, small + large]
    expected.forEach((value, at) => expect(slots.l![at]! / value).toBeCloseTo(1, 12))
    expect(slots.l![4]).toBeNaN()
  })

  it('go together with their own shape alone', () => {
    expect(faultOf('w -= l')).toBe('The shapes rows × columns and rows × rows do not go together.')
    expect(faultOf('l += r\nw -= g')).toContain('rows × rows and columns × columns')
    expect(faultOf('l = g\nw -= g')).toContain('rows × columns and rows × rows')
    expect(faultOf('if not matrix: w -= l @ g')).toContain('needs a matrix')
    expect(faultOf('g = gradient(l)\nw -= g')).toContain('rows × rows and rows × columns')
    expect(faultOf('w -= l.T')).toContain('rows × columns and rows × rows')
  })

  it('have no number of one parameter in a formula', () => {
    const program = resolved('if matrix: l += lr * (g @ g.T)\nw -= lr * g', settings, squares)
    expect(program.shapes).toEqual({ l: ['rows', 'rows'], r: ['columns', 'columns'] })
    const lines = formulaLines(
      program,
      new Set(['w', 'l', 'r']),
      ({ name }) => `number(${name})`,
      ({ name }) => name,
    )
    expect(lines[0]).toContain('l = l + number(lr) \\cdot (g \\, g^{\\top})')
    expect(lines[1]).toBe('number(w) = number(w) - number(lr) \\cdot number(g)')
  })
})
