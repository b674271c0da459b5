import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { inRange } from '#shared/rules/ranges.ts'
import {
  codeOf,
  createRuleState,
  defaultHyper,
  formulaOf,
  looksAhead,
  numbersAt,
  optimizers,
  programOf,
  slotSize,
  startSlot,
  textOf,
  type HyperValues,
  type RuleState,
  type UpdateRule,
} from '#shared/optimizers/index.ts'
import { findFunction } from '#shared/rules/functions.ts'
import { listing } from '#shared/rules/listing.ts'
import { statementsFor } from '#shared/rules/resolve.ts'
import { evaluate, run } from '#test/support/array-code.ts'
import { evaluateEquation } from '#test/support/formula.ts'
import { takeStep, tensorsFrom } from '#test/support/rules.ts'

const rules = optimizers.flatMap(({ id, rules: byConvention }) =>
  Object.entries(byConvention).map(([convention, rule]) => ({ id, convention, rule })),
)

/** Defaults, and everything switched on, so that every line of a program is met. */
function settings(rule: UpdateRule): Record<string, number | boolean>[] {
  const plain = defaultHyper(rule)
  const all = { ...plain }
  for (const { key } of rule.flags ?? []) all[key] = true
  for (const { key, range } of rule.hyper) {
    if (all[key] === 0 && inRange(0.25, range)) all[key] = 0.25
  }
  const off = { ...plain }
  for (const { key } of rule.flags ?? []) off[key] = false
  const distinct = new Map([plain, all, off].map((each) => [JSON.stringify(each), each]))
  return [...distinct.values()]
}

/** Whether the only tensor is a matrix: once each way where it matters. */
const kindsOf = ({ program }: UpdateRule): boolean[] =>
  program.includes('matrix') ? [true, false] : [false]

/** What a rule knows before a step of its only parameter. */
interface Before {
  readonly hyper: HyperValues
  readonly matrix: boolean
  readonly t: number
  readonly run: { parameters: Float64Array; gradients: Float64Array; slots: RuleState['slots'] }
}

const oneTensor = (matrix: boolean) => tensorsFrom(matrix ? [1, 1] : [1])

/** Some steps of one parameter by the rule itself: what stood before each, and the rule after it. */
function walk(rule: UpdateRule, look: (before: Before, state: RuleState) => void): void {
  for (const hyper of settings(rule)) {
    for (const matrix of kindsOf(rule)) {
      const state = createRuleState(rule, hyper, [0.7], { tensors: oneTensor(matrix) })
      ;[0.3, -1.2, 0.05, 0, 2.5, 0.4, 0.1, -0.2].forEach((gradient, index) => {
        state.gradients[0] = gradient
        const run = {
          parameters: state.parameters.slice(),
          gradients: state.gradients.slice(),
          slots: Object.fromEntries(
            Object.entries(state.slots).map(([key, slot]) => [key, slot.slice()]),
          ),
        }
        const t = index + 1
        state.step(t)
        look({ hyper, matrix, t, run }, state)
      })
    }
  }
}

/** Every number of a step by name, as its code has them. */
const scopeOf = ({ hyper, t, run }: Before): Record<string, number | boolean> => ({
  ...hyper,
  t,
  w: run.parameters[0]!,
  g: run.gradients[0]!,
  ...Object.fromEntries(Object.entries(run.slots).map(([key, [value]]) => [key, value!])),
})

function near(actual: number, expected: number, what: string): void {
  if (Object.is(actual, expected)) return
  const difference = Math.abs(actual - expected) / Math.max(1, Math.abs(expected))
  expect(difference, `${actual} for ${expected} by ${what}`).toBeLessThanOrEqual(1e-12)
}

/** Words that are names to the rule language, but not to Python. */
const pythonWords = ['False', 'None', 'True', 'lambda', 'class', 'in', 'is', 'def', 'del', 'self']

describe.each(rules)('$id ($convention)', ({ rule }) => {
  it('says in its formula what its step does', () => {
    walk(rule, (before, state) => {
      const { hyper, matrix, t, run } = before
      const numbers = numbersAt(rule, hyper, oneTensor(matrix), run, 0, t)
      const label = (variable: { name: string; version: number }): string =>
        `(${numbers(variable)})`
      const equations = formulaOf(rule, hyper, { label, whole: label, matrix })
        .flatMap((line) => line.split('\\qquad'))
        // Where gradient and loss are taken is no number.
        .filter((equation) => !/\\nabla|^f\\left/.test(equation))
      expect(equations.length).toBeGreaterThan(0)
      for (const equation of equations) {
        const { left, right } = evaluateEquation(equation)
        near(right, left, equation)
      }
      // What stands last on the left is what the step left behind.
      for (const [name, [value]] of Object.entries({ w: state.parameters, ...state.slots })) {
        const versions = [0, 1, 2, 3].filter((version) => !Number.isNaN(numbers({ name, version })))
        near(numbers({ name, version: Math.max(...versions) }), value!, name)
      }
    })
  })

  it('gives every slot and the next parameter a line, and has every hyper-parameter', () => {
    const [plain, all = plain!] = settings(rule)
    const lines = formulaOf(rule, all).join('\n')
    expect(lines).toContain('w_t =')
    const assigned = codeOf(rule, all)
    for (const { key, symbol } of rule.slots) {
      const indexed = symbol.includes('_') ? `{${symbol}}` : symbol
      const changes = new RegExp(`^ *${key} [-+*]?=`, 'm').test(assigned)
      expect(lines).toContain(changes ? `${indexed}_t =` : symbol)
    }
    // What only says where a slot starts stands in no step.
    const starts = rule.slots.map(({ initial }) => initial)
    for (const { key, symbol } of rule.hyper) {
      const decides = new RegExp(`if ${key}\\b`).test(rule.program)
      if (!starts.includes(key) && !decides) expect(lines, key).toContain(symbol)
    }
  })

  it('says in its code what its step does', () => {
    walk(rule, (before, state) => {
      const { statements } = programOf(rule, before.hyper)
      const code = listing({ source: '', statements: statementsFor(statements, before.matrix) })
      const after = run(code, scopeOf(before))
      near(Number(after.w), state.parameters[0]!, code)
      for (const { key } of rule.slots) near(Number(after[key]), state.slots[key]![0]!, code)
    })
  })

  it('says in its code where it takes its gradient, if not where the parameters are', () => {
    walk(rule, (before, state) => {
      const { gradientAt } = textOf(rule, before.hyper)
      expect(gradientAt !== undefined).toBe(looksAhead(rule))
      if (gradientAt === undefined) {
        expect(state.gradientPoint(before.t)).toBe(state.parameters)
        return
      }
      // The point of the next step, from what this one left.
      const t = before.t + 1
      const slots = Object.entries(state.slots).map(([key, [value]]) => [key, value!] as const)
      const scope = { ...before.hyper, ...Object.fromEntries(slots), w: state.parameters[0]!, t }
      near(state.gradientPoint(t)[0]!, Number(evaluate(gradientAt, scope)), gradientAt)
    })
  })

  it('hands a framework hyper-parameters that it has', () => {
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
    const typeset = (line: string): void => {
      expect(line).not.toContain('undefined')
      expect(() => katex.renderToString(line, { strict: 'error' }), line).not.toThrow()
    }
    for (const hyper of settings(rule)) {
      const numbers = (): string => '(-0.5)'
      for (const matrix of [undefined, ...kindsOf(rule)]) {
        formulaOf(rule, hyper, { matrix }).forEach(typeset)
        formulaOf(rule, hyper, { matrix, label: numbers }).forEach(typeset)
      }
    }
    const declared = [...rule.hyper, ...rule.slots]
    for (const { symbol } of declared) typeset(symbol)
    Object.values(rule.symbols ?? {}).forEach(typeset)
  })

  it('has defaults inside their ranges, and keys of their own', () => {
    for (const { default: value, range } of rule.hyper) expect(inRange(value, range)).toBe(true)
    const keys = [...rule.hyper, ...(rule.flags ?? []), ...rule.slots].map(({ key }) => key)
    const all = [...keys, 'w', 'g', 't', 'matrix', ...pythonWords]
    expect(new Set(all).size).toBe(all.length)
    for (const key of keys) expect(findFunction(key)).toBeUndefined()
    // What a symbol is given to is in the program.
    for (const name of Object.keys(rule.symbols ?? {})) {
      expect(rule.program).toMatch(new RegExp(`\\b${name} [-+*/]?=`))
    }
  })

  it('takes the same steps compiled and interpreted', () => {
    const tensors = tensorsFrom([2, 3], [3])
    const start = [0.5, -3, 100, 0.25, 1, -0.125, 2, 0, -1]
    for (const hyper of settings(rule)) {
      const [kernel, plain] = [true, false].map((compiled) =>
        createRuleState(rule, hyper, start, { tensors, compiled }),
      ) as [RuleState, RuleState]
      // Only products of matrices are left to the interpreter.
      expect(kernel.compiled).toBe(!/@|\.T|row_mean|rows/.test(codeOf(rule, hyper)))
      expect(plain.compiled).toBe(false)
      for (let t = 1; t <= 12; t++) {
        for (const state of [kernel, plain]) {
          state.gradients.forEach((_, index) => {
            state.gradients[index] = Math.sin(index * 3 + t) * (t % 5 === 4 ? 0 : 10 ** (index % 4))
          })
          state.gradientPoint(t)
          state.step(t)
        }
        kernel.parameters.forEach((value, index) => {
          near(value, plain.parameters[index]!, `parameter ${index}, step ${t}`)
        })
      }
    }
  })

  it('does the same to a run whatever its neighbours are', () => {
    const tensors = tensorsFrom([2, 1], [1])
    const hyper = defaultHyper(rule)
    const program = programOf(rule, hyper)
    const slots = (values: readonly number[]): Record<string, number[]> =>
      Object.fromEntries(
        rule.slots.map((slot) => {
          const length = (values.length / 3) * slotSize(slot, tensors)
          const fresh = startSlot(new Float64Array(length), slot, hyper, values, tensors)
          const own = slot.square ? [...fresh] : values.map(() => 0.5)
          return [slot.key, slot.initial === 'w' ? [...values] : own]
        }),
      )
    const own = { w: [0.5, -1, 2], g: [0.1, 0.2, -0.3] }
    const step = { ...hyper, t: 2 }
    const alone = takeStep(program, {
      tensors,
      step,
      compiled: true,
      numbers: { ...own, slots: slots(own.w) },
    })
    const wild = [-3, 1e6, 100]
    const many = { w: [...wild, ...own.w, ...wild], g: [100, NaN, -1e-9, ...own.g, 0, 0, Infinity] }
    const among = takeStep(program, {
      tensors,
      step,
      compiled: true,
      numbers: { ...many, slots: slots(many.w) },
    })
    expect(among.w.slice(3, 6)).toEqual(alone.w)
  })

  it('lets what is not finite flow through, as far as its tensors reach', () => {
    const state = createRuleState(rule, defaultHyper(rule), [1, 1], {
      tensors: tensorsFrom([1], [1]),
    })
    state.gradients.set([NaN, 0.5])
    state.step(1)
    expect(state.parameters[0]).toBeNaN()
    const together = codeOf(rule, defaultHyper(rule)).includes('global_')
    expect(Number.isFinite(state.parameters[1]!)).toBe(!together)
  })
})

describe('the list of optimizers', () => {
  it('has an id, a paper and two sentences in both languages for each', () => {
    expect(new Set(optimizers.map(({ id }) => id)).size).toBe(optimizers.length)
    for (const { id, paper, why } of optimizers) {
      expect(paper.citation).toMatch(/\d{4}/)
      expect(why.en.match(/\.(\s|$)/g), id).toHaveLength(2)
      expect(why['zh-CN'].match(/。/g), id).toHaveLength(2)
    }
  })
})
