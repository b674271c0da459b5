import type { GeneratorValue } from 'fast-check'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formulaLines } from '#shared/rules/formula.ts'
import { functions } from '#shared/rules/functions.ts'
import { listing } from '#shared/rules/listing.ts'
import { parseProgram } from '#shared/rules/parse.ts'
import { resolveProgram } from '#shared/rules/resolve.ts'
import { randomProgram } from '#test/support/random-programs.ts'
import { declarations, settings, takeStep, tensorsFrom } from '#test/support/rules.ts'
import { cases } from '#test/support/thorough.ts'

const tensors = tensorsFrom([2, 3], [3], [1, 1], [1])

const eleven = [1, -2, 3, 0.5, 0, 1e-3, 7, -1, 2, 4, 0.25]

/**
 * What must hold of any text: it is refused with a place and a sentence, or else everything that is
 * made of a program can be made of it, and is of its size.
 *
 * @returns whether it is refused
 */
function handle(source: string): boolean {
  const { program, fault } = parseProgram(source, declarations)
  if (fault) {
    const { line, column, length } = fault.place
    const lines = source.split('\n')
    expect(line, source).toBeGreaterThanOrEqual(1)
    expect(line, source).toBeLessThanOrEqual(lines.length)
    expect(column, source).toBeGreaterThanOrEqual(1)
    expect(column, source).toBeLessThanOrEqual(lines[line - 1]!.length + 1)
    expect(length, source).toBeGreaterThanOrEqual(1)
    for (const sentence of Object.values(fault.message)) {
      expect(sentence, source).toMatch(/[.。]$/)
      expect(sentence, source).not.toContain('undefined')
      expect(sentence.length, source).toBeLessThan(300)
    }
    return true
  }
  for (const on of [true, false]) {
    const resolved = resolveProgram(program, { ...settings, on, off: !on, b: on ? 3 : 0 })
    const label = ({ name, version }: { name: string; version: number }): string =>
      `{${name}${version}}`
    const formula = formulaLines(resolved, new Set(['w', 'p', 'q']), label).join('\n')
    expect(formula.length, source).toBeLessThan(200 * (source.length + 1))
    const numbers = { w: eleven, g: eleven, slots: { p: eleven, q: eleven } }
    for (const compiled of [true, false]) {
      const { w } = takeStep(resolved, { tensors, numbers, compiled, keep: 1 })
      expect(w, source).toHaveLength(eleven.length)
    }
  }
  // What it lists is the same program once more.
  const listed = listing(program)
  if (listed.length <= 8000) {
    const again = parseProgram(listed, declarations)
    expect(again.program && listing(again.program), source).toBe(listed)
  }
  return false
}

const words = [
  ...['w', 'g', 't', 'p', 'q', 'a', 'b', 'lr', 'on', 'off', 'matrix', 'x', 'y', 'W', 'β'],
  ...functions.map(({ name }) => name),
  ...['gradient', 'evaluate', 'if', 'elif', 'else', 'and', 'or', 'not', 'in', 'is', 'for', 'while'],
  ...['def', 'return', 'lambda', 'import', 'class', 'with', 'try', 'pass', 'None', 'True', 'await'],
  ...['0', '1', '2', '0.5', '1e-3', '1e400', '0x1f', '1_0', '007', '1j', '.5', '1.', "'s'", '"""'],
  ...[
    'f"{w}"',
    '#',
    '\\',
    '@',
    '$',
    '?',
    '`',
    '…',
    '\u0000',
    '\u2028',
    '😀',
    '-=',
    '+=',
    '*=',
    '/=',
  ],
  ...[
    '=',
    '==',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    '+',
    '-',
    '*',
    '/',
    '**',
    '//',
    '%',
    '&',
    '|',
    '~',
    '^',
  ],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    ';',
    '.',
    '.T',
    ' ',
    '\n',
    '\n    ',
    '\t',
    '->',
    ':=',
  ],
]

/** Words in any order. */
function soup(g: GeneratorValue): string {
  const picked = g(() => fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 40 }))
  return picked.join(g(() => fc.constantFrom('', ' ')))
}

/** A good program with some of it lost, doubled, swapped or replaced. */
function damaged(g: GeneratorValue): string {
  let source = randomProgram(g, {
    divisors: 'changing',
    reductions: true,
    scalars: false,
    matrix: true,
  })
  for (let left = 1 + g(fc.nat, 3); left > 0; left--) {
    const from = g(fc.nat, source.length)
    const to = Math.min(source.length, from + g(fc.nat, 6))
    const part = source.slice(from, to)
    const word = g(() => fc.constantFrom(...words))
    const middle = g(() => fc.constantFrom('', word, part + part, ` ${word} `, word + part))
    source = source.slice(0, from) + middle + source.slice(to)
  }
  return source
}

/** Something within itself, often. */
function nested(g: GeneratorValue): string {
  const [open, close] = g(() =>
    fc.constantFrom<[string, string]>(
      ['(', ')'],
      ['sqrt(', ')'],
      ['where(g > 0, ', ', 1)'],
      ['where(g > 0, 1, ', ')'],
      ['where(not (g > ', '), 1, 2)'],
      ['max(g, ', ')'],
      ['-', ''],
      ['', '**-1'],
      ['', ' / 2'],
      ['1 / ', ''],
      ['', ' + g'],
      ['g - (', ')'],
      ['(', ' if on else w)'],
      ['1 if off else ', ''],
      ['norm(w * ', ')'],
      ['global_sum(g + ', ')'],
      ['[', ']'],
      ['lambda: ', ''],
      ['', '.T'],
    ),
  )
  const depth = 1 + g(fc.nat, 130)
  return `w -= ${open.repeat(depth)}g${close.repeat(depth)}`
}

/** A line again and again, each standing on the one before. */
function repeated(g: GeneratorValue): string {
  const line = g(() =>
    fc.constantFrom(
      'x = x + x',
      'x = x * x / x',
      'x = where(x > 0, x, x - x)',
      'x = x + norm(x * g)',
      'x = global_mean(x * g) + x',
      'w = w / (1 + global_norm(w))',
      'p, q = q, p',
      'p = q\nq = w\nw = p',
      'if on: x = x + x',
      'if matrix: x = x + x',
      'if matrix:\n    p = p @ (p.T @ p) + x',
      'g = sign(clip(g, -x, x))',
      'x = (x if on else g) if matrix else (g if off else x)',
    ),
  )
  const start = g(() => fc.constantFrom('x = a', 'x = g', 'x = norm(g)', 'x = t'))
  const count = 1 + g(fc.nat, 300)
  return `${start}\n${`${line}\n`.repeat(count)}w -= x * g`
}

describe('a malformed program', { timeout: 900_000 }, () => {
  it('is refused with a place and a sentence, or works', () => {
    let refused = 0
    let accepted = 0
    const kinds = [soup, damaged, damaged, nested, repeated]
    const text = (g: GeneratorValue): string =>
      g(() => fc.string({ unit: 'binary', maxLength: 60 }))
    fc.assert(
      fc.property(fc.gen(), fc.constantFrom(...kinds, text), (g, kind) => {
        if (handle(kind(g))) refused++
        else accepted++
      }),
      { numRuns: cases(60, 10_000), endOnFailure: true },
    )
    expect(refused).toBeGreaterThan(accepted / 2)
    expect(accepted).toBeGreaterThan(refused / 20)
  })

  it.each([
    ['step constants that double', `x = a\n${'x = x + x\n'.repeat(100)}w -= x * g`],
    ['elements that double', `x = g\n${'x = x + x\n'.repeat(600)}w -= x`],
    ['a value that is negated often', `g = ${'-'.repeat(99)}g\n`.repeat(75) + 'w -= g'],
    ['choices within the first value', nestedWhere('where(g > 0, ', ', 1)')],
    ['choices within the last value', nestedWhere('where(g > 0, 1, ', ')')],
    ['choices within the condition', nestedWhere('where(', ' > 0, 1, 2)', 45)],
    ['reductions one upon the other', `x = g\n${'x = norm(x * g) * g\n'.repeat(380)}w -= x`],
    ['reductions over all', `x = 0\n${'x = x + global_sum(g)\n'.repeat(350)}w -= x * g`],
    ['names by the hundred', lines(500, (i) => `x${i} = g * ${i}`) + 'w -= x1'],
    [
      'sizes of every kind',
      lines(90, (i) => `x${i} = mean(g * ${i}) / global_mean(w)`) + 'w -= x1',
    ],
    ['constants by the hundred', lines(300, (i) => `x${i} = g * (a + ${i})`) + 'w -= x1 + x299'],
  ])('does not blow up: %s', (_, source) => {
    expect(source.length).toBeLessThanOrEqual(8000)
    expect(handle(source)).toBe(false)
  })
})

function nestedWhere(open: string, close: string, depth = 90): string {
  return `w -= ${open.repeat(depth)}g${close.repeat(depth)}`
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('')
}
