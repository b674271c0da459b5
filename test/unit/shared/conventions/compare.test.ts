import { describe, expect, it } from 'vitest'
import {
  compareForms,
  type Change,
  type Comparison,
  type Values,
} from '#shared/conventions/compare.ts'
import { causesOf, gapOf } from '#shared/conventions/part.ts'
import { formsOf } from '#shared/optimizers/forms.ts'
import { defaultHyper, findRule, optimizers, type Convention } from '#shared/optimizers/index.ts'
import { beta1, learningRate, meanSlot, squareSlot } from '#shared/optimizers/hyper.ts'
import type { UpdateRule } from '#shared/rules/rule.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import { walk } from '#shared/surfaces/walk.ts'

const surface = findSurface('quadratic')!
const ground = { surface, start: surface.starts[0]!, steps: 300 }

/** @param hyper of the first form, where it is not as usual */
function compared(
  optimizer: string,
  [from, to]: readonly [Convention, Convention],
  values: Values,
  hyper: Readonly<Record<string, number>> = {},
): Comparison {
  const rule = findRule(optimizer, from)!
  return compareForms(
    { rule, hyper: { ...defaultHyper(rule), ...hyper } },
    findRule(optimizer, to)!,
    values,
  )
}

/** A change in short. */
function short(change: Change): string {
  if (change.kind === 'spelling') return `spelling: ${change.before} → ${change.after}`
  if ('fragments' in change) {
    const lines = change.fragments.map(
      ({ target, before, after }) => `${target}: ${before} → ${after}`,
    )
    return `formula: ${lines.join('; ')}`
  }
  return `${change.kind}: ${change.parameter.key} ${change.before} → ${change.after}`
}

const shorts = ({ changes }: Comparison): string[] => changes.map(short)

describe('what one form has otherwise', () => {
  it('is the place of ε between RMSprop’s conventions, once their numbers are equal', () => {
    const fromPyTorch = compared('rmsprop', ['pytorch', 'keras'], 'equal')
    expect(shorts(fromPyTorch)).toEqual([
      'formula: w_t: \\sqrt{s_t} + \\epsilon → \\sqrt{s_t + \\epsilon}',
      'spelling: \\alpha → \\rho',
    ])
    expect(fromPyTorch.to.hyper).toMatchObject({ lr: 0.01, rho: 0.99, epsilon: 1e-8 })
    expect(shorts(compared('rmsprop', ['tutorial', 'pytorch'], 'equal'))).toEqual([
      'formula: w_t: \\sqrt{s_t + \\epsilon} → \\sqrt{s_t} + \\epsilon',
      'spelling: \\gamma → \\alpha',
      'spelling: 10^{-6} → \\epsilon',
    ])
  })

  it('is defaults beyond that, the rate last', () => {
    expect(shorts(compared('rmsprop', ['pytorch', 'keras'], 'defaults')).slice(1)).toEqual([
      'default: epsilon 1e-8 → 1e-7',
      'default: alpha 0.99 → 0.9',
      'default: lr 0.01 → 0.001',
      'spelling: \\alpha → \\rho',
    ])
  })

  it('puts a number that is written out in the place of the other form’s', () => {
    const { to } = compared('rmsprop', ['pytorch', 'tutorial'], 'equal')
    expect(to.rule.program).toContain('sqrt(s + 1e-8)')
    expect(to.hyper).toMatchObject({ gamma: 0.99 })
    // Where a slot starts is a number, too.
    const adagrad = compared('adagrad', ['keras', 'tutorial'], 'equal')
    expect(adagrad.to.rule.slots[0]!.initial).toBe(0.1)
    expect(shorts(adagrad)).toEqual(['spelling: s_0 → 0', 'spelling: \\epsilon → 10^{-6}'])
  })

  it('is where ε is scaled with the correction of bias in Adam', () => {
    expect(shorts(compared('adam', ['tutorial', 'pytorch'], 'equal'))).toEqual([
      'spelling: 10^{-6} → \\epsilon',
    ])
    expect(shorts(compared('adam', ['pytorch', 'keras'], 'equal'))).toEqual([
      'formula: w_t: \\frac{1}{\\sqrt{\\frac{s_t}{1 - \\beta_2^{t}}} + \\epsilon} → \\frac{\\sqrt{1 - \\beta_2^{t}}}{\\sqrt{s_t} + \\epsilon}',
    ])
  })

  it('is a factor that is 1 where it is left out', () => {
    expect(shorts(compared('adadelta', ['tutorial', 'keras'], 'defaults'))).toEqual([
      'default: rho 0.9 → 0.95',
      'default: epsilon 0.000001 → 1e-7',
      'default: lr 1 → 0.001',
    ])
    // PyTorch's NAdam warms up at a pace; Keras's always at pace 1.
    expect(shorts(compared('nadam', ['pytorch', 'keras'], 'equal'))).toEqual([
      'formula: momentumDecay 0.004 → 1',
    ])
  })

  it('keeps together what makes no sense alone: a velocity that holds the rate', () => {
    expect(shorts(compared('momentum', ['pytorch', 'keras'], 'equal'))).toEqual([
      'formula: v_t: g_t → -\\eta \\cdot g_t; w_t: -\\eta \\cdot v_t → v_t',
    ])
    expect(shorts(compared('adamax', ['pytorch', 'keras'], 'equal'))[0]).toMatch(
      /; w_t: u_t → u_t \+/,
    )
  })

  it('takes apart what can stand alone, and builds the rule between', () => {
    const ruleOf = (program: string): UpdateRule => ({
      ...{ hyper: [learningRate(0.05), beta1(0.9)], program },
      slots: [meanSlot, squareSlot('s')],
    })
    const last = 'w -= lr * m / sqrt(s + 1)'
    const rule = ruleOf(`m = beta1 * m + g\ns = s + g**2\n${last}`)
    const other = ruleOf(`m = beta1 * m + (1 - beta1) * g\ns = beta1 * s + g**2\n${last}`)
    const between = ruleOf(`m = beta1 * m + (1 - beta1) * g\ns = s + g**2\n${last}`)
    const hyper = defaultHyper(rule)
    const comparison = compareForms({ rule, hyper }, other, 'equal')
    expect(shorts(comparison)).toEqual([
      'formula: m_t: g_t → (1 - \\beta_1) \\cdot g_t',
      'formula: s_t: s_{t-1} → \\beta_1 \\cdot s_{t-1}',
    ])
    const [first] = comparison.changes
    if (first?.kind !== 'formula') throw new Error('no formula')
    const path = walk({ ...ground, rule: first.rule, hyper: first.hyper })
    expect(gapOf(path, walk({ ...ground, rule: between, hyper })).share).toBeLessThan(1e-12)
    expect(gapOf(path, walk({ ...ground, rule: other, hyper })).share).toBeGreaterThan(1e-3)
  })

  it('says of lines that depend on the tensor that they cannot be taken apart', () => {
    const muon = findRule('muon', 'optax')!
    const other = { ...muon, program: muon.program.replace('w -= ', 'w -= 2 * ') }
    const from = { rule: muon, hyper: defaultHyper(muon) }
    expect(compareForms(from, other, 'equal').changes).toMatchObject([{ fragments: [] }])
    expect(compareForms(from, { ...muon }, 'equal').changes).toEqual([])
  })

  it('knows Nesterov’s look-ahead as a form of the frameworks’', () => {
    const forms = formsOf('nesterov-ahead')
    expect(forms).toEqual(formsOf('nesterov'))
    expect(forms.map(({ convention }) => convention)).toEqual([
      'tutorial',
      'pytorch',
      'keras',
      'paper',
    ])
    const [first, , , ahead] = forms
    const from = { rule: first!.rule, hyper: defaultHyper(first!.rule) }
    expect(shorts(compareForms(from, ahead!.rule, 'equal'))).toEqual([
      'formula: v_t: g_t → -\\eta \\cdot g_t; w_t: -\\eta \\cdot (g_t + \\mu \\cdot v_t) → v_t; \\nabla f: w_{t-1} → w_{t-1} + \\mu \\cdot v_{t-1}',
    ])
  })
})

describe('which change makes the paths part', () => {
  const causeOf = (comparison: Comparison): string | undefined => {
    const { cause } = causesOf(comparison, ground)
    return cause === undefined ? undefined : short(comparison.changes[cause]!)
  }

  it('is the place of ε with the tutorial’s ε, and nothing to be seen with PyTorch’s', () => {
    const rate = { lr: 0.05 }
    expect(causeOf(compared('rmsprop', ['tutorial', 'pytorch'], 'equal', rate))).toMatch(
      /^formula: w_t/,
    )
    expect(causeOf(compared('rmsprop', ['pytorch', 'keras'], 'equal', rate))).toBeUndefined()
    expect(causeOf(compared('adam', ['pytorch', 'keras'], 'equal', rate))).toBeUndefined()
  })

  it('is α far more than ε between the defaults of RMSprop, and the rate above all', () => {
    const comparison = compared('rmsprop', ['pytorch', 'keras'], 'defaults')
    const { gaps, whole, cause } = causesOf(comparison, ground)
    const [place, size, share, rate, spelling] = gaps
    expect(place!.share).toBeLessThan(1e-6)
    expect(size!.share).toBeLessThan(1e-5)
    expect(share!.share).toBeGreaterThan(0.1)
    expect(rate!.share).toBeGreaterThan(share!.share)
    expect(spelling).toBeUndefined()
    expect(cause).toBe(3)
    expect(whole.share).toBeGreaterThan(0.5)
  })

  it('is the pace of the warm-up in Nadam, and looking ahead in Nesterov', () => {
    expect(causeOf(compared('nadam', ['pytorch', 'keras'], 'equal', { lr: 0.05 }))).toContain(
      'momentumDecay',
    )
    const [first, , , ahead] = formsOf('nesterov')
    const from = { rule: first!.rule, hyper: defaultHyper(first!.rule) }
    expect(causeOf(compareForms(from, ahead!.rule, 'equal'))).toContain('\\nabla f')
  })

  it('is none where only the writing differs', () => {
    const momentum = compared('momentum', ['pytorch', 'keras'], 'equal')
    expect(causesOf(momentum, ground)).toMatchObject({ cause: undefined })
    expect(causesOf(momentum, ground).whole.share).toBeLessThan(1e-12)
  })
})

describe('every form against every other', () => {
  const pairs = optimizers.flatMap(({ id }) => {
    const forms = formsOf(id)
    return forms.flatMap((from) => forms.filter((to) => to !== from).map((to) => ({ from, to })))
  })

  it.each(['equal', 'defaults'] as const)('leads from its path to the other’s (%s)', (values) => {
    expect(pairs.length).toBeGreaterThan(40)
    for (const { from, to } of pairs) {
      const first = { rule: from.rule, hyper: defaultHyper(from.rule) }
      const { to: end, changes } = compareForms(first, to.rule, values)
      const path = walk({ ...ground, ...end })
      const made = changes.filter((change) => change.kind !== 'spelling')
      const last = walk({ ...ground, ...(made.at(-1) ?? first) })
      const name = `${from.optimizer.id} ${from.convention} ${to.convention}`
      // Where there is no change they are the same arithmetic, but for the order of rounding.
      expect(gapOf(path, last).share, name).toBeLessThan(1e-9)
      if (values === 'defaults') expect(end.hyper, name).toEqual(defaultHyper(to.rule))
    }
  })
})

describe('gapOf', () => {
  it('is a share of the longer way', () => {
    const trajectory = (...points: number[]) =>
      ({
        points: Float64Array.from(points),
        steps: points.length / 2 - 1,
        diverged: false,
      }) as never
    // From (0, 0): (3, 4) against (3, 0) is 4 apart, of 5.
    expect(gapOf(trajectory(0, 0, 3, 4), trajectory(0, 0, 3, 0))).toEqual({ share: 0.8, step: 1 })
    expect(gapOf(trajectory(1, 1), trajectory(1, 1))).toEqual({ share: 0, step: 0 })
  })

  it('is infinite where only one of them diverges', () => {
    const rule = findRule('sgd', 'tutorial')!
    const [calm, wild] = [0.01, 100].map((lr) =>
      walk({ ...ground, steps: 2000, rule, hyper: { lr } }),
    )
    expect(gapOf(calm!, wild!)).toEqual({ share: Infinity, step: wild!.steps + 1 })
  })
})
