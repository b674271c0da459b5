import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression, Statement } from '#shared/rules/ast.ts'
import { faultAt, type FaultCode } from '#shared/rules/faults.ts'
import { listing } from '#shared/rules/listing.ts'
import { parseProgram } from '#shared/rules/parse.ts'
import { randomProgram } from '#test/support/random-programs.ts'
import { declarations, programFrom } from '#test/support/rules.ts'
import { cases } from '#test/support/thorough.ts'

/** A program that is refused: where (line, column, length), and what its sentence names. */
type Refused = readonly [
  source: string,
  place: readonly [line: number, column: number, length: number],
  ...values: string[],
]

const deep = `w -= ${'('.repeat(101)}g${')'.repeat(101)}`

const refused: Record<FaultCode, readonly Refused[]> = {
  tooLong: [[`w -= g${' '.repeat(8000)}`, [1, 1, 1], '8000']],
  tooDeep: [
    [deep, [1, 107, 1]],
    [`w -= ${'-'.repeat(101)}g`, [1, 107, 1]],
    [`w -= g${'+g'.repeat(101)}`, [1, 6, 1]],
  ],
  syntax: [
    ['w -= lr *', [1, 10, 1], ''],
    ['v = 1\nw -= lr * * g', [2, 11, 1], ''],
    ['w -= lr * g)', [1, 12, 1], ')'],
  ],
  notAllowed: [
    ['for i in g: w -= i', [1, 1, 18], 'for i in g: w -= i'],
    ['w[0] = 1', [1, 1, 8], 'w[0] = 1'],
    ['w, p = p, w', [1, 1, 11], 'w, p = p, w'],
    ['w //= 2', [1, 3, 3], '//='],
    ['w = g // 2', [1, 7, 2], '//'],
    ['w = "g"', [1, 5, 3], '"g"'],
    ['w = g.real', [1, 5, 6], 'g.real'],
    ['w = ~g', [1, 5, 2], '~g'],
    ['w = 1 < g < 2', [1, 11, 1], '<'],
    ['w = clip(g, low=1, high=2)', [1, 16, 1], '='],
    ['w = where(on and a not in g, 1, 2)', [1, 18, 10], 'a not in g'],
    ['w = 0x10 * g', [1, 5, 4], '0x10'],
    ['w = 007 * g', [1, 5, 3], '007'],
    ['w = 1e999 * g', [1, 5, 5], '1e999'],
    ['import os', [1, 1, 9], 'import os'],
    ['w -= g\nprint(w)', [2, 1, 8], 'print(w)'],
  ],
  nameLetters: [
    ['β = 0.9\nw -= β * g', [1, 1, 1], 'β'],
    ['w -= μ * g', [1, 6, 1], 'μ'],
  ],
  empty: [
    ['', [1, 1, 1]],
    ['p = g', [1, 1, 1]],
    ['# w -= g', [1, 1, 1]],
  ],
  unknownName: [
    ['w -= rate * g', [1, 6, 4], 'rate'],
    ['w -= x * g\nx = 1', [1, 6, 1], 'x'],
    ['w -= where(matrix, g, w)', [1, 12, 6], 'matrix'],
  ],
  maybeUnset: [
    ['if on:\n    x = g\nw -= x', [3, 6, 1], 'x'],
    ['if on: x = g\nelif off: x = w\nw -= x', [3, 6, 1], 'x'],
  ],
  unknownFunction: [['w -= tanh(g)', [1, 6, 7], 'tanh']],
  arity: [
    ['w -= sqrt(g, w)', [1, 6, 10], 'sqrt', '1'],
    ['w -= max(g)', [1, 6, 6], 'max', '2–8'],
    ['g = gradient(w, p)\nw -= g', [1, 5, 14], 'gradient', '1'],
    ['w -= g\nevaluate()', [2, 1, 10], 'evaluate', '1'],
  ],
  cannotAssign: [
    ['lr = 1\nw -= g', [1, 1, 6], 'lr'],
    ['w -= g\nt += 1', [2, 1, 6], 't'],
    ['matrix = g', [1, 1, 10], 'matrix'],
    ['norm = g', [1, 1, 8], 'norm'],
  ],
  condition: [
    ['if t > 1: w -= g', [1, 4, 1]],
    ['if norm(g) > 1: w -= g', [1, 4, 7]],
    ['if a > p: w -= g', [1, 8, 1]],
    ['if matrix > 0: w -= g', [1, 4, 6]],
    ['if a @ b: w -= g', [1, 4, 5]],
    ['w -= g if g > 0 else w', [1, 11, 1]],
  ],
  rateCondition: [['if lr > 0: w -= g', [1, 4, 2]]],
  wantsNumber: [
    ['w = g > 0', [1, 5, 5]],
    ['w = -(g > 0)', [1, 7, 5]],
    ['w = on * g', [1, 5, 2]],
    ['x = on\nw -= g', [1, 5, 2]],
  ],
  wantsCondition: [
    ['w = where(g, 1, 2)', [1, 11, 1]],
    ['w = where(not g, 1, 2)', [1, 15, 1]],
  ],
  wantsTensor: [
    ['w -= norm(lr) * g', [1, 6, 8], 'norm'],
    ['if matrix: w -= lr.T * g', [1, 17, 4], 'T'],
    ['if matrix: w -= a @ g', [1, 17, 5], '@'],
  ],
  wantsMatrix: [
    ['w -= g.T', [1, 6, 3], 'T'],
    ['w -= g @ g', [1, 6, 5], '@'],
    ['if not matrix: w -= row_mean(g)', [1, 21, 11], 'row_mean'],
    ['w -= rows(g) * g', [1, 6, 7], 'rows'],
  ],
  wantsVector: [
    ['p = outer(g, g)\nw -= p', [1, 5, 11], 'outer'],
    ['if matrix: w -= g @ outer(g, g)', [1, 21, 11], 'outer'],
  ],
  wantsSquare: [
    ['w -= inverse_root(g, 2)', [1, 19, 1], 'inverse_root'],
    ['if matrix: w -= inverse_root(g.T, 2)', [1, 30, 3], 'inverse_root'],
  ],
  globalUnderMatrix: [
    ['if matrix: w -= global_norm(g) * g', [1, 17, 14], 'global_norm'],
    ['if matrix:\n    w -= g\nelse:\n    w -= global_sum(g)', [4, 10, 13], 'global_sum'],
    ['w -= (global_mean(g) if matrix else 1) * g', [1, 7, 14], 'global_mean'],
  ],
  shapes: [
    ['if matrix: w -= g @ g', [1, 17, 5], 'rows × columns', 'rows × columns'],
    ['if matrix: w = g.T', [1, 16, 3], 'columns × rows', 'rows × columns'],
    ['if matrix: w -= g.T @ g + g', [1, 17, 11], 'columns × columns', 'rows × columns'],
    ['if matrix: w -= inverse_root(g @ g.T, g) @ g', [1, 39, 1], 'rows × columns', '1'],
    ['if not matrix: w -= g @ outer(g, 1)', [1, 34, 1], '1', 'rows × columns'],
  ],
  gradientFirst: [
    ['p = w\ng = gradient(p)\nw -= g', [2, 5, 11]],
    ['x = gradient(w)\nw -= x', [1, 5, 11]],
  ],
  evaluateLast: [
    ['evaluate(p)\nw -= g', [1, 1, 11]],
    ['w -= g\nif on: evaluate(p)', [2, 8, 11]],
  ],
  pointOnly: [
    ['g = gradient(w + norm(w))\nw -= g', [1, 18, 7]],
    ['g = gradient(g)\nw -= g', [1, 14, 1]],
    ['x = 1\nw -= g\nevaluate(w + x)', [3, 14, 1]],
    ['w -= g\nevaluate(w.T)', [2, 10, 3]],
  ],
}

describe('a program that is refused', () => {
  it.each(
    Object.entries(refused).flatMap(([code, programs]) =>
      programs.map(([source, place, ...values]) => ({
        code: code as FaultCode,
        source,
        place,
        values,
      })),
    ),
  )('$code: $source', ({ code, source, place: [line, column, length], values }) => {
    const { fault } = parseProgram(source, declarations)
    expect(fault).toEqual(faultAt({ line, column, length }, code, ...values))
    // Both sentences say it, each in its own letters.
    expect(fault?.message.en).toMatch(/^[^\u4e00-\u9fff]+\.$/)
    expect(fault?.message['zh-CN']).toMatch(/[\u4e00-\u9fff].*。$/)
    for (const value of values) {
      expect(fault?.message.en).toContain(value)
      expect(fault?.message['zh-CN']).toContain(value)
    }
  })

  it('is not read by a parser that runs out of room', () => {
    for (const text of ['(', '[', '{', '-', 'not ', 'f"{', 'lambda:', 'w=g if on else ', '1+']) {
      const source = text.repeat(8000 / text.length)
      expect(parseProgram(source, declarations).fault, text).toBeDefined()
    }
    const ladder = `if on: w -= g\n${'elif off: w -= g\n'.repeat(400)}`
    expect(parseProgram(ladder, declarations).fault?.place).toMatchObject({ line: 101 })
  })
})

describe('a program that is read', () => {
  it('is the same whatever its spaces, comments and semicolons', () => {
    const plain = withoutPlaces(
      programFrom('p = a * p + g\nif on:\n    p += w\nw -= lr * p').statements,
    )
    for (const source of [
      'p=a*p+g;\nif on: p+=w\nw-=lr*p',
      '# Momentum\np = a * p + g  # velocity\n\nif (on):\n\n  p += w\nw -= lr * \\\n  p\n',
      'p = (a * p\n  + g); w = w; w -= lr * p'
        .replace('w = w; ', 'if on: p += w\n')
        .replace('; if', '\nif'),
      'p = a * p + g\r\nif on:\r\n\tp += w\r\nw -= lr * p\r\n',
    ]) {
      expect(withoutPlaces(programFrom(source).statements), source).toEqual(plain)
    }
  })

  it('binds as Python does', () => {
    for (const [source, bracketed] of [
      ['-a**2', '-(a**2)'],
      ['2**-a**b', '2**(-(a**b))'],
      ['a - b - t', '(a - b) - t'],
      ['a / b * t', '(a / b) * t'],
      ['a + b * t', 'a + (b * t)'],
      ['where(a < b and not a > t or on, a, b)', 'where(((a < b) and (not (a > t))) or on, a, b)'],
      ['where(on and not off or a > b, a, b)', 'where((on and (not off)) or (a > b), a, b)'],
      ['where(not not on or off and on, a, b)', 'where((not (not on)) or (off and on), a, b)'],
      ['where(not (on or off), a, b)', 'where(not ((on or off)), a, b)'],
      ['a if not on and off else b', 'a if ((not on) and off) else b'],
      ['2 * -a**2 - -b * t', '(2 * (-(a**2))) - ((-b) * t)'],
      ['where(a + b < t * 2, a, b)', 'where((a + b) < (t * 2), a, b)'],
      ['a if on else b if off else t', 'a if on else (b if off else t)'],
      ['+a', 'a'],
    ] as const) {
      expect(valueFrom(source), source).toEqual(valueFrom(bracketed))
    }
  })

  it('has the places of its parts', () => {
    const [first, second] = programFrom('p = g\nif on:\n    w -= lr * sqrt(p)').statements
    expect(first?.place).toEqual({ line: 1, column: 1, length: 5 })
    expect(second).toMatchObject({
      kind: 'if',
      place: { line: 2, column: 1, length: 2 },
      yes: [{ value: { right: { name: 'sqrt', place: { line: 3, column: 15, length: 7 } } } }],
    })
  })

  it('says where its gradient is taken and its loss evaluated', () => {
    const { gradientAt, evaluateAt, statements } = programFrom(
      'g = gradient(w + a * p)\nw -= lr * g\nevaluate((w - p) / a)',
    )
    expect(withoutPlaces(gradientAt)).toEqual(valueFrom('w + a * p'))
    expect(withoutPlaces(evaluateAt)).toEqual(valueFrom('(w - p) / a'))
    expect(statements).toHaveLength(1)
  })

  it('is what its listing says', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(fc.gen(), fc.boolean(), (g, matrix) => {
        const source = randomProgram(g, {
          divisors: 'changing',
          reductions: true,
          scalars: false,
          matrix,
        })
        const program = programFrom(source)
        const listed = programFrom(listing(program))
        expect(withoutPlaces(listed.statements)).toEqual(withoutPlaces(program.statements))
      }),
      { numRuns: cases(60, 5000) },
    )
    const points = 'g = gradient(w + a * p)\nw -= lr * g\nevaluate(w - p)'
    expect(listing(programFrom(points))).toBe(points)
  })
})

/** An expression as the language reads it, without its places. */
function valueFrom(source: string): unknown {
  const [statement] = programFrom(`x = ${source}\nw -= x`).statements
  return withoutPlaces((statement as { value: Expression }).value)
}

function withoutPlaces(part: Expression | readonly Statement[] | undefined): unknown {
  return JSON.parse(
    JSON.stringify(part, (key, value: unknown) => (key === 'place' ? undefined : value)),
  )
}
