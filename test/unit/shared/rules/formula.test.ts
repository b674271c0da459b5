import fc from 'fast-check'
import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { formulaLines, type Label } from '#shared/rules/formula.ts'
import type { Value } from '#shared/rules/elements.ts'
import { interpretStep } from '#shared/rules/interpret.ts'
import { listing } from '#shared/rules/listing.ts'
import { statementsFor } from '#shared/rules/resolve.ts'
import { run } from '#test/support/array-code.ts'
import { evaluateEquation } from '#test/support/formula.ts'
import { randomProgram } from '#test/support/random-programs.ts'
import { resolved, settings, tensorsFrom } from '#test/support/rules.ts'
import { cases } from '#test/support/thorough.ts'

const kept = new Set(['w', 'p', 'q'])
const plain: Label = ({ name, version }) => `{${name}${"'".repeat(version)}}`

const formula = (source: string, whole = plain): string[] =>
  formulaLines(resolved(source), kept, plain, whole)

describe('a formula', () => {
  it('has a line for what is kept, and joins short ones on the way', () => {
    expect(formula('x = a * t\ny = x + 1\np = g\nw -= lr * p / y')).toEqual([
      "{x'} = {a} \\cdot {t} \\qquad {y'} = {x'} + 1",
      "{p'} = {g}",
      "{w'} = {w} - {lr} \\cdot \\frac{{p'}}{{y'}}",
    ])
  })

  it('has the same lines whatever stands for its variables', () => {
    const program = resolved('x = a * t\ny = x + 1\nz = y * b\nw -= lr * g / z')
    const long: Label = () => '0.'.padEnd(100, '1')
    const [symbols, numbers] = [plain, long].map((label) =>
      formulaLines(program, kept, label, plain),
    )
    expect(symbols).toHaveLength(3)
    expect(numbers?.map((line) => line.split('\\qquad').length)).toEqual([2, 1, 1])
  })

  it('says where gradient and loss are taken', () => {
    expect(formula('g = gradient(w + a * p)\nw -= g\nevaluate(w - p)')).toEqual([
      '{g} = \\nabla f\\left({w} + {a} \\cdot {p}\\right)',
      "{w'} = {w} - {g}",
      "f\\left({w'} - {p}\\right)",
    ])
  })

  it('counts assignments along the way that a tensor takes', () => {
    const source = 'if matrix:\n    p = g\n    p += w\nelse:\n    p -= g\nw -= p'
    const label: Label = ({ name, version, last }) => `${name}_{${version}${last ? '!' : ''}}`
    expect(formulaLines(resolved(source), kept, label)).toEqual([
      'p_{1} = g_{0!} \\quad {(W \\in \\mathbb{R}^{m \\times n})}',
      'p_{2!} = p_{1} + w_{0} \\quad {(W \\in \\mathbb{R}^{m \\times n})}',
      'p_{1!} = p_{0} - g_{0!} \\quad {(w \\in \\mathbb{R}^{n})}',
      'w_{1!} = w_{0} - p_{2!}',
    ])
  })

  it('names the tensors of a choice', () => {
    const rows = (source: string): string => formula(source)[0]!
    const matrix = 'W \\in \\mathbb{R}^{m \\times n}'
    const vector = 'w \\in \\mathbb{R}^{n}'
    expect(rows('w = g if matrix else p')).toContain(`{g} & ${matrix} \\\\ {p} & ${vector}`)
    expect(rows('w = g if not matrix else p')).toContain(`{g} & ${vector} \\\\ {p} & ${matrix}`)
  })

  it('puts a whole tensor’s symbol where all its elements enter', () => {
    const whole: Label = ({ name }) => name.toUpperCase()
    expect(formula('w -= g * norm(g + p)', whole)[0]).toContain(
      '{g} \\cdot \\left\\lVert G + P \\right',
    )
    expect(formula('w -= global_sum(g) + g', whole)[0]).toContain('\\sum_{\\mathrm{all}} G + {g}')
    expect(formula('if matrix: w -= w @ g.T @ g', whole)[0]).toContain(
      '{w} - W \\, G^{\\top} \\, G',
    )
  })

  it('brackets what would be read otherwise', () => {
    const right = (value: string): string => formula(`w = ${value}`)[0]!.replace("{w'} = ", '')
    expect(right('sum(g) * p')).toBe('\\left(\\sum {g}\\right) \\cdot {p}')
    expect(right('sum(g * p)**2')).toBe('\\left(\\sum {g} \\cdot {p}\\right)^{2}')
    expect(right('sum(g + p) + p')).toBe('\\sum ({g} + {p}) + {p}')
    expect(right('g - (p - w)')).toBe('{g} - ({p} - {w})')
    expect(right('(-g)**2')).toBe('(-{g})^{2}')
    expect(right('g - -p')).toBe('{g} - (-{p})')
    expect(right('1e-3**a')).toBe('(10^{-3})^{{a}}')
    expect(right('(g * p)**a')).toBe('({g} \\cdot {p})^{{a}}')
    expect(right('(g / p)**2')).toBe('\\left(\\frac{{g}}{{p}}\\right)^{2}')
    expect(right('where(not g > 0, 1, 2)')).toContain('1 & \\neg ({g} > 0)')
  })

  it('is set by KaTeX, and says what its program and its listing do', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(fc.gen(), fc.boolean(), fc.integer({ min: 1, max: 3 }), (g, matrix, t) => {
        const source = randomProgram(g, {
          divisors: 'changing',
          reductions: true,
          scalars: false,
          matrix: true,
        })
        const program = resolved(source)
        const own = { ...program, statements: statementsFor(program.statements, matrix) }
        const start = { w: 0.75, g: -0.5, p: 1.5, q: -2 }
        const state = {
          parameters: Float64Array.of(start.w),
          gradients: Float64Array.of(start.g),
          slots: { p: Float64Array.of(start.p), q: Float64Array.of(start.q) },
        }
        const step = { ...settings, t }
        const values = new Map<string, number[]>(
          Object.entries({ ...step, ...start }).map(([name, value]) => [name, [Number(value)]]),
        )
        interpretStep(own, tensorsFrom(matrix ? [1, 1] : [1]), state, step, {
          observe({ target: name }, _, value: Value) {
            const versions = values.get(name) ?? [NaN]
            versions.push(typeof value === 'object' ? value[0]! : Number(value))
            values.set(name, versions)
          },
        })
        const numbers =
          (nudge: number): Label =>
          ({ name, version }) => {
            if (name === 'on' || name === 'off') return `(1 = ${name === 'on' ? 1 : 0})`
            const value = (values.get(name)?.[version] ?? NaN) * nudge
            return `(${Object.is(value, -0) ? '-0' : value})`
          }
        const equationsOf = (nudge: number): string[] =>
          formulaLines(own, kept, numbers(nudge)).flatMap((line) => line.split('\\qquad'))
        const nudged = equationsOf(1 + 1e-14).map((equation) => evaluateEquation(equation).right)
        equationsOf(1).forEach((equation, index) => {
          const { left, right } = evaluateEquation(equation)
          if (Object.is(left, right)) return
          // Factors may stand in another order; how much that can do, a nudge of every number shows.
          const allowed =
            1e-12 * Math.max(1, Math.abs(left)) + 100 * Math.abs(nudged[index]! - right)
          if (Number.isNaN(nudged[index]!)) return
          expect(Math.abs(left - right), `${equation}\n${source}`).toBeLessThanOrEqual(allowed)
        })
        const code = listing(own)
        const after = run(code, { ...step, ...start })
        expect([after.w, after.p, after.q], code).toEqual(
          [state.parameters, state.slots.p, state.slots.q].map(([value]) => value),
        )
        for (const line of formulaLines(program, kept, plain)) {
          expect(() => katex.renderToString(line, { strict: 'error' }), line).not.toThrow()
        }
      }),
      { numRuns: cases(40, 5000), endOnFailure: true },
    )
  })
})
