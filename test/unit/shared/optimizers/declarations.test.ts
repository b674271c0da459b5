import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { inRange } from '../../../../src/shared/optimizers/check.ts'
import {
  codeOf,
  defaultHyper,
  numbersOf,
  optimizers,
  slotStart,
  type FormulaPieces,
  type HyperValues,
  type UpdateRule,
} from '../../../../src/shared/optimizers/index.ts'
import { evaluateEquation, runCode } from './formula.ts'

const rules = optimizers.flatMap(({ id, rules: byConvention }) =>
  Object.entries(byConvention).map(([convention, rule]) => ({ id, convention, rule })),
)

/** Defaults, and everything switched on, so that every line of a formula is met. */
function settings(rule: UpdateRule): Record<string, number | boolean>[] {
  const plain = defaultHyper(rule)
  const all = { ...plain }
  for (const { key } of rule.flags ?? []) all[key] = true
  for (const { key, range } of rule.hyper) {
    if (all[key] === 0 && inRange(0.25, range)) all[key] = 0.25
  }
  return [plain, all]
}

/** Some steps of one parameter by the rule itself, with what stood before and after each. */
function walk(rule: UpdateRule, hyper: HyperValues): Record<string, number>[] {
  const parameters = Float64Array.of(0.7)
  const slots = Object.fromEntries(
    rule.slots.map((slot) => [slot.key, Float64Array.of(slotStart(slot, hyper))]),
  )
  const read = (): { parameter: number; slots: number[] } => ({
    parameter: parameters[0]!,
    slots: rule.slots.map(({ key }) => slots[key]![0]!),
  })
  return [0.3, -1.2, 0.05, 0, 2.5, 0.4, 0.1, -0.2].map((gradient, index) => {
    const before = read()
    rule.step(parameters, Float64Array.of(gradient), slots, hyper, index + 1)
    return numbersOf(rule, hyper, { before, gradient, after: read(), t: index + 1 })
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
    for (const hyper of settings(rule)) {
      for (const numbers of walk(rule, hyper)) {
        const equations = rule
          .formula(bracketed(numbers), hyper)
          .flatMap((line) => line.split('\\qquad'))
          // Where the gradient is taken is no number.
          .filter((equation) => !equation.includes('\\nabla'))
        expect(equations.length).toBeGreaterThan(0)
        for (const equation of equations) {
          const { left, right } = evaluateEquation(equation)
          const difference = Math.abs(left - right)
          expect(difference, equation).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(left)))
        }
      }
    }
  })

  it('gives every slot, every term and the next parameter a formula', () => {
    const symbols = symbolsOf(rule)
    const [, all] = settings(rule)
    const lines = rule.formula(symbols, all!).join('\n')
    const named = [
      symbols.pNext!,
      ...rule.slots.map(({ symbol }) => `${symbol}_t`),
      ...(rule.terms ?? []).map(({ symbol }) => symbol),
    ]
    for (const symbol of named) expect(lines).toContain(`${symbol} =`)
    // What only says where a slot starts stands in no step.
    const starts = rule.slots.map(({ initial }) => initial)
    for (const { key, symbol } of rule.hyper) {
      if (!starts.includes(key)) expect(lines).toContain(symbol)
    }
  })

  it('says in its code what its step does', () => {
    for (const hyper of settings(rule)) {
      for (const numbers of walk(rule, hyper)) {
        const slots = Object.fromEntries(rule.slots.map(({ key }) => [key, numbers[key]!]))
        const scope = { ...hyper, ...slots, w: numbers.p!, g: numbers.g!, t: numbers.t! }
        const code = codeOf(rule, hyper)
        const result = runCode(code, scope)
        expect(result.w, code).toBeCloseTo(numbers.pNext!, 12)
        for (const { key } of rule.slots) {
          // A slot that is off stands in no line and keeps its start.
          if (new RegExp(`^${key} *[-+*]?=`, 'm').test(code)) {
            expect(result[key], code).toBeCloseTo(numbers[`${key}Next`]!, 12)
          }
        }
      }
    }
  })

  it('says in code where it measures its gradient, if not where the parameters are', () => {
    expect(rule.aheadCode === undefined).toBe(rule.ahead === undefined)
    if (!rule.ahead || rule.aheadCode === undefined) return
    for (const hyper of settings(rule)) {
      for (const numbers of walk(rule, hyper)) {
        const slots = rule.slots.map(({ key }) => [key, Float64Array.of(numbers[key]!)] as const)
        const into = new Float64Array(1)
        rule.ahead(Float64Array.of(numbers.p!), Object.fromEntries(slots), hyper, into)
        const scope = { ...numbers, ...hyper, w: numbers.p!, at: NaN }
        expect(runCode(`at = ${rule.aheadCode}`, scope).at).toBeCloseTo(into[0]!, 12)
      }
    }
  })

  it('is Python in its code, and hands a framework hyper-parameters that it has', () => {
    for (const hyper of settings(rule)) {
      expect(codeOf(rule, hyper)).not.toMatch(/[?;{}]|\/\/|&&|\|\||===|Math\./)
    }
    const keys = [...rule.hyper, ...(rule.flags ?? [])].map(({ key }) => key)
    for (const own of Object.values(rule.frameworks ?? {})) {
      const sources = Object.values(own.arguments)
        .flat()
        .filter((source) => typeof source === 'string')
      expect(keys).toEqual(expect.arrayContaining(sources))
      // One that is left out would silently take the framework's own default.
      if (Object.keys(defaultHyper(rule)).length > 0) expect(sources.length).toBe(keys.length)
    }
  })

  it('is set by KaTeX, from symbols and from numbers', () => {
    for (const hyper of settings(rule)) {
      const numbers = bracketed(walk(rule, hyper)[1]!)
      for (const pieces of [symbolsOf(rule), numbers]) {
        for (const line of rule.formula(pieces, hyper)) {
          expect(line).not.toContain('undefined')
          expect(() => katex.renderToString(line, { strict: 'error' })).not.toThrow()
        }
      }
    }
    const declared = [...rule.hyper, ...rule.slots, ...(rule.terms ?? [])]
    for (const { symbol } of declared) {
      expect(() => katex.renderToString(symbol, { strict: 'error' })).not.toThrow()
    }
  })

  it('has defaults inside their ranges, and keys of their own', () => {
    for (const { default: value, range } of rule.hyper) expect(inRange(value, range)).toBe(true)
    const keys = [...rule.hyper, ...(rule.flags ?? []), ...rule.slots, ...(rule.terms ?? [])].map(
      ({ key }) => key,
    )
    expect(new Set([...keys, 'p', 'pNext', 'g', 't']).size).toBe(keys.length + 4)
  })

  it('does the same to a parameter whatever its neighbours are', () => {
    const hyper = defaultHyper(rule)
    const alone = Float64Array.of(0.5)
    const together = Float64Array.of(0.5, -3, 1e6)
    const slotsOf = (size: number): Record<string, Float64Array> =>
      Object.fromEntries(
        rule.slots.map((slot) => [slot.key, new Float64Array(size).fill(slotStart(slot, hyper))]),
      )
    const a = slotsOf(1)
    const b = slotsOf(3)
    for (let t = 1; t <= 5; t++) {
      rule.step(alone, Float64Array.of(0.1 * t), a, hyper, t)
      rule.step(together, Float64Array.of(0.1 * t, 100, -1e-9), b, hyper, t)
    }
    expect(together[0]).toBe(alone[0])
  })

  it('lets what is not finite flow through', () => {
    const hyper = defaultHyper(rule)
    const parameters = Float64Array.of(1, 1)
    const slots = Object.fromEntries(
      rule.slots.map((slot) => [slot.key, new Float64Array(2).fill(slotStart(slot, hyper))]),
    )
    rule.step(parameters, Float64Array.of(NaN, 0.5), slots, hyper, 1)
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
