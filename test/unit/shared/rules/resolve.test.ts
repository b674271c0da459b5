import { describe, expect, it } from 'vitest'
import { listing } from '#shared/rules/listing.ts'
import { expressionFor, statementsFor } from '#shared/rules/resolve.ts'
import { resolved, settings } from '#test/support/rules.ts'

const lines = (source: string, change: Record<string, number | boolean> = {}): string =>
  listing(resolved(source, { ...settings, ...change }))

describe('resolveProgram', () => {
  it('keeps the lines that hold under the settings', () => {
    const source = `
if a: p = g
if off:
    p += w
elif b > 2 and on:
    p -= w
else:
    p *= 2
w -= p
`
    expect(lines(source)).toBe('p = g\np -= w\nw -= p')
    expect(lines(source, { off: true, a: 0 })).toBe('p += w\nw -= p')
    expect(lines(source, { b: 2, a: -1 })).toBe('p = g\np *= 2\nw -= p')
    expect(lines(source, { on: false })).toBe('p = g\np *= 2\nw -= p')
  })

  it.each<[string, boolean]>([
    ['a', true],
    ['0', false],
    ['a == 0.75', true],
    ['a * 4 - b', false],
    ['-a + b / 2 > 0.7', true],
    ['b**2 >= 9', true],
    ['a != 0.75 or b < 1', false],
    ['not on', false],
    ['not (off or a > b)', true],
    ['on and b', true],
  ])('decides %s', (condition, holds) => {
    expect(lines(`w -= 1 if ${condition} else 2`)).toBe(`w -= ${holds ? 1 : 2}`)
    expect(lines(`if ${condition}: w -= 1\nelse: w -= 2`)).toBe(`w -= ${holds ? 1 : 2}`)
  })

  it.each<[string, string]>([
    ['matrix', 'matrix'],
    ['not not matrix', 'matrix'],
    ['matrix and on', 'matrix'],
    ['off or matrix', 'matrix'],
    ['not (matrix and on)', 'not matrix'],
    ['matrix and on or matrix and off', 'matrix'],
    ['matrix and (off or matrix) or matrix and off', 'matrix'],
    ['(on or matrix) and not matrix', 'not matrix'],
    ['matrix and off', 'never'],
    ['matrix or on', 'always'],
    ['matrix or not matrix', 'always'],
    ['matrix and not matrix', 'never'],
  ])('leaves of %s what depends on the tensor', (condition, left) => {
    const both = { always: 'w -= 1', never: 'w -= 2' }[left]
    expect(lines(`if ${condition}: w -= 1\nelse: w -= 2`)).toBe(
      both ?? `if ${left}:\n    w -= 1\nelse:\n    w -= 2`,
    )
    expect(lines(`w -= 1 if ${condition} else 2`)).toBe(both ?? `w -= 1 if ${left} else 2`)
  })

  it('asks a tensor once what it is', () => {
    expect(
      lines('if matrix:\n    if not matrix: w -= 1\n    else: w -= (2 if matrix else 3)'),
    ).toBe('if matrix:\n    w -= 2')
  })

  it('resolves points too', () => {
    expect(lines('g = gradient(w + p if on else w)\nw -= g\nevaluate(w if off else p)')).toBe(
      'g = gradient(w + p)\nw -= g\nevaluate(p)',
    )
  })
})

describe('statementsFor and expressionFor', () => {
  const program = resolved(
    'if matrix:\n    p = g\n    w -= p\nelse:\n    w -= (2 if matrix else 3)',
  )

  it('take one side, without conditions', () => {
    const linesFor = (matrix: boolean): string =>
      listing({ source: '', statements: statementsFor(program.statements, matrix) })
    expect(linesFor(true)).toBe('p = g\nw -= p')
    expect(linesFor(false)).toBe('w -= 3')
    const { evaluateAt } = resolved('w -= g\nevaluate(w)')
    expect(expressionFor(evaluateAt!, true)).toEqual(evaluateAt)
  })
})
