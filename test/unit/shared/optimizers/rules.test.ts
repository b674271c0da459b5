import katex from 'katex'
import { describe, expect, it } from 'vitest'
import {
  defaultHyper,
  findRule,
  numbersOf,
  optimizers,
  slotStart,
  type FormulaPieces,
  type HyperValues,
  type UpdateRule,
} from '../../../../src/shared/optimizers/index.ts'
import { inRange } from '../../../../src/shared/optimizers/check.ts'
import { findSurface } from '../../../../src/shared/surfaces/index.ts'
import { walk } from '../../../../src/shared/surfaces/walk.ts'

const rules = optimizers.flatMap((optimizer) =>
  Object.entries(optimizer.rules).map(
    ([convention, rule]) => [`${optimizer.id} (${convention})`, rule] as const,
  ),
)

/** Defaults, and everything switched on, so that every line of a formula is met. */
function settings(rule: UpdateRule): HyperValues[] {
  const plain = defaultHyper(rule)
  const all = { ...plain }
  for (const { key } of rule.flags ?? []) all[key] = true
  for (const { key, range } of rule.hyper) {
    if (all[key] === 0 && inRange(0.25, range)) all[key] = 0.25
  }
  return [plain, all]
}

/** Three steps on a small vector. */
function run(
  rule: UpdateRule,
  hyper: HyperValues,
): { before: number; after: number; state: Record<string, number> } {
  const parameters = Float64Array.of(0.7, -1.2)
  const slots = Object.fromEntries(
    rule.slots.map((slot) => [slot.key, new Float64Array(2).fill(slotStart(slot, hyper))]),
  )
  let state: Record<string, number> = {}
  let before = 0
  for (const [index, gradient] of [
    [0.3, -2],
    [-0.4, 0.1],
    [0.2, 0.6],
  ].entries()) {
    const slotsBefore = rule.slots.map(({ key }) => slots[key]![0]!)
    before = parameters[0]!
    rule.step(parameters, Float64Array.from(gradient), slots, hyper, index + 1)
    state = numbersOf(rule, hyper, {
      before: { parameter: before, slots: slotsBefore },
      gradient: gradient[0]!,
      after: { parameter: parameters[0]!, slots: rule.slots.map(({ key }) => slots[key]![0]!) },
      t: index + 1,
    })
  }
  return { before, after: parameters[0]!, state }
}

describe.each(rules)('%s', (_name, rule) => {
  it('declares defaults inside their ranges, and keys that differ', () => {
    for (const { range, default: value } of rule.hyper) expect(inRange(value, range)).toBe(true)
    const keys = [...rule.hyper, ...(rule.flags ?? []), ...rule.slots, ...(rule.terms ?? [])].map(
      ({ key }) => key,
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('moves, and has a finite number for every piece its formula names', () => {
    for (const hyper of settings(rule)) {
      const { before, after, state } = run(rule, hyper)
      expect(after).not.toBe(before)
      expect(Object.entries(state).filter(([, value]) => !Number.isFinite(value))).toEqual([])
      const named = new Set<string>()
      const pieces = new Proxy({} as Record<string, string>, {
        get: (_target, key) => {
          named.add(String(key))
          return '1'
        },
      })
      rule.formula(pieces, hyper)
      expect([...named].filter((key) => state[key] === undefined)).toEqual([])
    }
  })

  it('has a formula that KaTeX sets, in symbols and in numbers', () => {
    for (const hyper of settings(rule)) {
      const { state } = run(rule, hyper)
      const numbers = Object.fromEntries(
        Object.entries(state).map(([key, value]) => [key, `{${value.toPrecision(4)}}`]),
      )
      const symbols: FormulaPieces = new Proxy(numbers, {
        get: (_target, key) => `x_{${String(key)}}`,
      })
      for (const pieces of [numbers, symbols]) {
        const lines = rule.formula(pieces, hyper)
        for (const line of lines) {
          expect(() =>
            katex.renderToString(line, { throwOnError: true, strict: 'error' }),
          ).not.toThrow()
          expect(line).not.toContain('undefined')
        }
      }
      // Flags name no piece; the last lines give the parameter its new value.
      expect(rule.formula(symbols, hyper).some((line) => line.startsWith('x_{pNext} ='))).toBe(true)
    }
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
})

describe('nesterov, look-ahead', () => {
  it('walks the path of the frameworks’ form, seen from the point ahead', () => {
    const surface = findSurface('rosenbrock')!
    const ahead = findRule('nesterov-ahead', 'paper')!
    const here = findRule('nesterov', 'keras')!
    const options = {
      surface,
      hyper: { lr: 1e-4, momentum: 0.9 },
      start: { x: -1.2, y: 1 },
      steps: 200,
    }
    const a = walk({ ...options, rule: ahead })
    const b = walk({ ...options, rule: here })
    for (let i = 0; i <= 2 * 200; i++) {
      // w̃ = w + μv on one side is w on the other.
      const future = a.points[i]! + 0.9 * a.slots[0]![i]!
      if (i >= 2) expect(future).toBeCloseTo(b.points[i]!, 9)
    }
  })
})

describe('adan', () => {
  it('takes the two steps its paper’s algorithm gives', () => {
    const rule = findRule('adan', 'paper')!
    const hyper = { lr: 0.1, beta1: 0.2, beta2: 0.5, beta3: 0.1, epsilon: 0, weightDecay: 0 }
    const parameters = Float64Array.of(1)
    const slots = {
      m: Float64Array.of(0),
      v: Float64Array.of(0),
      n: Float64Array.of(0),
      z: Float64Array.of(0),
    }
    rule.step(parameters, Float64Array.of(2), slots, hyper, 1)
    // m = 2, v = 0, n = 4: a step of 0.1 · 2 / 2.
    expect(parameters[0]).toBeCloseTo(0.9, 15)
    rule.step(parameters, Float64Array.of(1), slots, hyper, 2)
    // c = −1, h = 1 − 0.5 = 0.5; m = 1.6 + 0.2, v = −0.5, n = 3.6 + 0.025.
    expect(parameters[0]).toBeCloseTo(0.9 - (0.1 * (1.8 - 0.25)) / Math.sqrt(3.625), 14)
  })
})
