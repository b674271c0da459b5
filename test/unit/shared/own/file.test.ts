import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formulaOf, optimizers } from '#shared/optimizers/index.ts'
import { readRule, writeRule } from '#shared/own/file.ts'
import { ruleHash } from '#shared/own/hash.ts'
import { optimizerOf, ruleOf } from '#shared/own/lane.ts'
import { openRules } from '#shared/own/open.ts'
import { checkRule, isKey, isName, ownCopy, ownOptimizer, type OwnRule } from '#shared/own/rule.ts'
import { isSymbol, usualSymbol } from '#shared/own/usual.ts'
import { cases } from '#test/support/thorough.ts'

const text = `# rule: Softened RMSprop
# note: Divides by a root that never comes to nothing.
# colour: #2f6fde
# hyper lr = 0.02
# hyper gamma = 0.9 in [0, 1) as \\gamma_1  # how much is kept
# flag centred = off  # divide by the deviation
# slot s = 0  # mean of squares
# slot a = lr as \\bar a
# constant eps = 1e-6

# Squares, and then the step.
s = gamma * s + (1 - gamma) * g**2
if centred: a = gamma * a + (1 - gamma) * g
w -= lr * g / sqrt((s - a**2 if centred else s) + eps)
`

describe("a rule's file", () => {
  it('holds what a rule declares', () => {
    const { rule } = readRule(text)
    expect(rule).toMatchObject({
      name: 'Softened RMSprop',
      note: 'Divides by a root that never comes to nothing.',
      colour: '#2f6fde',
      hyper: [
        { key: 'lr', symbol: '\\eta', default: 0.02, range: { minimum: 0, exclusive: 'minimum' } },
        { key: 'gamma', symbol: '\\gamma_1', label: 'how much is kept' },
      ],
      flags: [{ key: 'centred', default: false }],
      slots: [
        { key: 's', label: 'mean of squares' },
        { key: 'a', initial: 'lr', symbol: '\\bar a' },
      ],
      constants: [{ key: 'eps', value: 1e-6 }],
    })
    expect(readRule(writeRule(rule!)).rule).toEqual(rule)
    const formula = formulaOf(ownOptimizer(rule!).rules.own!, {
      lr: 0.02,
      gamma: 0.9,
      centred: false,
    })
    expect(formula.join('\n')).toContain('10^{-6}')
  })

  it('is the same rule when it is read again', () => {
    const key = fc.stringMatching(/^[A-Za-z]\w{0,8}$/).filter(isKey)
    const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map((each) =>
      each
        .replace(/\s+/g, ' ')
        .replace(/[\p{C}\u2028\u2029]/gu, '')
        .trim(),
    )
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0)
    const range = fc
      .tuple(number, number, fc.constantFrom('minimum', 'maximum', 'both', undefined))
      .filter(([a, b]) => a !== b)
      .map(([a, b, exclusive]) => ({
        minimum: Math.min(a, b),
        maximum: Math.max(a, b),
        ...(exclusive && { exclusive: exclusive as 'both' }),
      }))
    const symbol = fc.constantFrom(
      '\\eta',
      's',
      '\\beta_1',
      '\\bar\\epsilon',
      'x_{0}',
      '\\mathrm{keep}',
    )
    const rule = fc
      .record({
        name: line.filter(isName),
        note: fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n').trim()),
        colour: fc.constantFrom('#00ff7f', undefined),
        hyper: fc.array(fc.record({ key, symbol, label: line, default: number, range }), {
          maxLength: 4,
        }),
        flags: fc.array(fc.record({ key, label: line, default: fc.boolean() }), { maxLength: 2 }),
        slots: fc.array(
          fc.record({
            key,
            symbol,
            label: line,
            initial: number,
            square: fc.constantFrom('rows', undefined),
          }),
          { maxLength: 3 },
        ),
        constants: fc.array(fc.record({ key, value: number }), { maxLength: 3 }),
      })
      .map(({ colour, slots, ...rest }) => ({
        ...rest,
        ...(colour && { colour }),
        slots: slots.map(({ initial, square, ...slot }) => ({
          ...slot,
          ...(initial !== 0 && { initial }),
          ...(square && { square: square as 'rows' }),
        })),
        symbols: {},
        program: '# Down.\nw -= g',
      }))
      .filter((each: OwnRule) => checkRule(each).length === 0)
    fc.assert(
      fc.property(rule, (each) => {
        expect(readRule(writeRule(each)).rule).toEqual(each)
        const ending = writeRule(each).replaceAll('\n', '\r\n')
        expect(readRule(`\uFEFF${ending}`).rule).toEqual(each)
      }),
      { numRuns: cases(200, 5000) },
    )
  })

  it('is written of every built-in rule', () => {
    for (const optimizer of optimizers) {
      for (const [convention, rule] of Object.entries(optimizer.rules)) {
        const copy = ownCopy('copy', optimizer, rule, 'en')
        expect(checkRule(copy), `${optimizer.id} ${convention}`).toEqual([])
        expect(readRule(writeRule(copy)).rule, optimizer.id).toEqual(copy)
        expect(ruleHash(ownOptimizer(copy).rules.own!), optimizer.id).toBe(ruleHash(rule))
      }
    }
  })

  it.each([
    [text.replace('hyper lr = 0.02', 'hyper lr = a'), 4, 'hyper lr = 0.02'],
    [text.replace('hyper lr', 'hyperr lr'), 4, 'declares nothing'],
    [text.replace('hyper lr = 0.02', 'hyper lr = 2000'), 4, '(0, 1000]'],
    [text.replace('constant eps', 'constant gamma'), 9, 'declared twice'],
    [text.replace('slot s = 0', 'slot w = 0'), 7, '“w” cannot be declared'],
    [text.replace('a = lr as', 'a = nothing as'), 8, '“nothing”'],
    [text.replace('\\bar a', '\\href{x}'), 8, 'symbol'],
    [text.replace('#2f6fde', 'blue'), 3, 'colour'],
    [text.replace('Softened RMSprop', '../x'), 1, 'name'],
    [text.replace('sqrt((s', 'root((s'), 14, 'root'],
    [text.replace('w -=', 'u -='), 14, '“u”'],
    [`# rule: x\n\n${'w -= g\n'.repeat(1000)}`, 303, 'too many lines'],
    [`# rule: x\n\n${'w -= g'.padEnd(9000)}.\n`, 3, 'too long'],
  ])('%# is refused with the place', (faulty, line, words) => {
    const { faults } = readRule(faulty)
    expect(faults?.map(({ place }) => place.line)).toContain(line)
    expect(faults!.find(({ place }) => place.line === line)!.message.en).toContain(words)
    for (const { message } of faults!) expect(message['zh-CN']).toMatch(/。$/)
  })
})

describe('the hash of a rule', () => {
  const hashOf = (source: string): string => {
    const { rules, faults } = openRules(source, 'mine')
    expect(faults).toEqual([])
    return ruleHash(ownOptimizer(rules[0]!).rules.own!)
  }

  it('is of what decides its numbers', () => {
    const same = text
      .replace('Softened', 'Soft')
      .replace('# Squares', '# Then')
      .replace(' # mean', ' # a')
    expect(hashOf(same)).toBe(hashOf(text))
    expect(hashOf(text)).toMatch(/^[0-9a-f]{16}$/)
    for (const [from, to] of [
      ['1e-6', '1e-7'],
      ['slot s = 0', 'slot s = 1'],
      ['g**2', 'g**3'],
    ] as const) {
      expect(hashOf(text.replace(from, to)), to).not.toBe(hashOf(text))
    }
  })
})

describe('the choice of a rule', () => {
  it('is built-in or own', () => {
    const own = { optimizer: 'own:Softened RMSprop', convention: 'own', rule: text } as const
    expect(optimizerOf(own)?.id).toBe(own.optimizer)
    expect(ruleOf(own)).toBe(ruleOf({ ...own }))
    expect(ruleOf({ optimizer: 'adam', convention: 'keras' })?.hyper[0]?.key).toBe('lr')
    expect(optimizerOf({ ...own, rule: '# rule: x\n\nw -= z' })).toBeUndefined()
  })
})

describe('symbols', () => {
  it.each([
    '\\eta',
    's',
    's_0',
    '\\beta_1',
    '\\bar\\epsilon',
    '\\mathrm{keep}',
    '\\hat m',
    "w'",
    'x_{t-1}',
  ])('%s is one', (symbol) => expect(isSymbol(symbol)).toBe(true))
  it.each([
    '',
    '\\href{x}',
    '\\rule{9em}{9em}',
    'x_',
    '{',
    '}{',
    'x__1',
    '$',
    '\\def\\a{\\a}',
    '#',
    '\\etaa',
  ])('%s is none', (symbol) => expect(isSymbol(symbol)).toBe(false))
  it('are made of any name', () => {
    for (const key of ['lr', 'beta1', 'x0', 'gamma_12', 'weight_decay', 'keep_', 'a', 'deltaX']) {
      expect(isSymbol(usualSymbol(key)), key).toBe(true)
    }
  })
})
