import katex from 'katex'
import { describe, expect, it } from 'vitest'
import {
  numbersOf,
  optimizers,
  type FormulaPieces,
  type UpdateRule,
} from '../../../../src/shared/optimizers/index.ts'
import { defaultHyper } from '../../../../src/shared/optimizers/index.ts'
import { evaluateEquation, runCode } from './formula.ts'

const rules = optimizers.flatMap(({ id, rules: byConvention }) =>
  Object.entries(byConvention).map(([convention, rule]) => ({ id, convention, rule })),
)

/** A few steps of one parameter by the rule itself, with what stood before and after each. */
function walk(
  rule: UpdateRule,
): { numbers: Record<string, number>; hyper: Record<string, number> }[] {
  const hyper = defaultHyper(rule)
  const parameters = Float64Array.of(0.7)
  const slots = Object.fromEntries(
    rule.slots.map(({ key, initial = 0 }) => [key, Float64Array.of(initial)]),
  )
  const read = (): { parameter: number; slots: number[] } => ({
    parameter: parameters[0]!,
    slots: rule.slots.map(({ key }) => slots[key]![0]!),
  })
  return [0.3, -1.2, 0.05, 0, 2.5].map((gradient, index) => {
    const before = read()
    rule.step(parameters, Float64Array.of(gradient), slots, hyper, index + 1)
    const state = { before, gradient, after: read(), t: index + 1 }
    return { numbers: numbersOf(rule, hyper, state), hyper }
  })
}

const bracketed = (numbers: Record<string, number>): FormulaPieces =>
  Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, `(${value})`]))

function symbolsOf(rule: UpdateRule): FormulaPieces {
  const pieces: Record<string, string> = { p: 'w_t', pNext: 'w_{t+1}', g: 'g_t', t: 't' }
  for (const { key, symbol } of rule.hyper) pieces[key] = symbol
  for (const { key, symbol } of rule.slots) {
    pieces[key] = `${symbol}_{t-1}`
    pieces[`${key}Next`] = `${symbol}_t`
  }
  for (const { key, symbol } of rule.terms ?? []) pieces[key] = symbol
  return pieces
}

describe.each(rules)('$id ($convention)', ({ rule }) => {
  it('says in its formula what its step does', () => {
    for (const { numbers } of walk(rule)) {
      const lines = rule.formula(bracketed(numbers))
      const equations = lines.flatMap((line) => line.split('\\qquad'))
      expect(equations.length).toBeGreaterThan(0)
      for (const equation of equations) {
        const { left, right } = evaluateEquation(equation)
        expect(Math.abs(left - right)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(left)))
      }
    }
  })

  it('gives every slot, every term and the next parameter a formula', () => {
    const lines = rule.formula(symbolsOf(rule)).join('\n')
    const { pNext } = symbolsOf(rule)
    const named = [
      pNext!,
      ...rule.slots.map(({ symbol }) => `${symbol}_t`),
      ...(rule.terms ?? []).map(({ symbol }) => symbol),
    ]
    for (const symbol of named) expect(lines).toContain(`${symbol} =`)
    for (const { symbol } of rule.hyper) expect(lines).toContain(symbol)
  })

  it('says in its code what its step does', () => {
    const { numbers } = walk(rule)[1]!
    const scope = Object.fromEntries(rule.slots.map(({ key }) => [key, numbers[key]!] as const))
    const result = runCode(rule.code, {
      ...scope,
      ...defaultHyper(rule),
      w: numbers.p!,
      g: numbers.g!,
      t: numbers.t!,
    })
    expect(result.w).toBeCloseTo(numbers.pNext!, 12)
    for (const { key } of rule.slots) expect(result[key]).toBeCloseTo(numbers[`${key}Next`]!, 12)
  })

  it('is set by KaTeX, from symbols and from numbers', () => {
    const numbers = bracketed(walk(rule)[1]!.numbers)
    for (const pieces of [symbolsOf(rule), numbers]) {
      for (const line of rule.formula(pieces)) {
        expect(() => katex.renderToString(line, { strict: 'error' })).not.toThrow()
      }
    }
    const declared = [...rule.hyper, ...rule.slots, ...(rule.terms ?? [])]
    for (const { symbol } of declared) {
      expect(() => katex.renderToString(symbol, { strict: 'error' })).not.toThrow()
    }
  })

  it('has defaults inside their ranges, and keys of their own', () => {
    for (const { default: value, range } of rule.hyper) {
      expect(value).toBeGreaterThanOrEqual(range.minimum)
      expect(value).toBeLessThanOrEqual(range.maximum)
    }
    const keys = [...rule.hyper, ...rule.slots, ...(rule.terms ?? [])].map(({ key }) => key)
    expect(new Set([...keys, 'p', 'pNext', 'g', 't']).size).toBe(keys.length + 4)
  })

  it('lets what is not finite flow through', () => {
    const parameters = Float64Array.of(1, 1)
    const slots = Object.fromEntries(rule.slots.map(({ key }) => [key, new Float64Array(2)]))
    rule.step(parameters, Float64Array.of(NaN, 0.5), slots, defaultHyper(rule), 1)
    expect(parameters[0]).toBeNaN()
    expect(Number.isFinite(parameters[1]!)).toBe(true)
  })
})

describe('the list of optimizers', () => {
  it('has an id, a paper and two sentences in both languages for each', () => {
    expect(new Set(optimizers.map(({ id }) => id)).size).toBe(optimizers.length)
    for (const { paper, why } of optimizers) {
      expect(paper.citation).toMatch(/\d{4}/)
      expect(why.en.match(/\.(\s|$)/g)).toHaveLength(2)
      expect(why['zh-CN'].match(/。/g)).toHaveLength(2)
    }
  })
})
