import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutOf } from '#shared/models.ts'
import type { ExperimentInput, ExperimentSpec } from '#shared/experiment/spec.ts'
import { choiceOf } from '#shared/own/lane.ts'
import { openRules } from '#shared/own/open.ts'
import { conventions, createRuleState, findRule, optimizers } from '#shared/optimizers/index.ts'
import { createDivergenceWatch } from '#shared/training/divergence.ts'
import { firstNotFinite, sumOfSquares } from '#shared/training/finite.ts'
import { createStack } from '#shared/training/stack.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { cases } from '#test/support/thorough.ts'
import { train, trainerOf } from '#test/support/training.ts'

describe('sumOfSquares', () => {
  it('sums a part: 2² + 3² + 4² + 5² + 6² = 90', () => {
    expect(sumOfSquares(Float64Array.of(9, 2, 3, 4, 5, 6, 9), 1, 6)).toBe(90)
    expect(sumOfSquares(Float64Array.of(9, 2), 1, 1)).toBe(0)
  })

  it.each([NaN, Infinity, -Infinity])(
    'is not finite where a value is %s, wherever it stands',
    (odd) => {
      for (let at = 0; at < 11; at++) {
        const values = new Float64Array(11)
        values[at] = odd
        expect(Number.isFinite(sumOfSquares(values, 0, 11))).toBe(false)
        expect(firstNotFinite(values)).toBe(at)
        expect(firstNotFinite(values, at)).toBe(0)
      }
      expect(firstNotFinite(new Float64Array(11))).toBe(-1)
    },
  )
})

/** A watch over one lane of two runs with 2 parameters each, whose gradients a test writes itself. */
function watched(lane: Omit<ExperimentInput['lanes'][number], 'id'>) {
  const spec = specOf({ lanes: [{ id: 'a', ...lane }], seeds: [1, 2], budget: { steps: 10 } })
  const layout = layoutOf({ hidden: [], activation: 'relu' }, 1, 1)
  const stack = createStack(spec, layout, [0, 1], [0, 2], 10)
  const watch = createDivergenceWatch(stack)
  let t = 0
  const step = (gradients: readonly number[], losses: readonly number[] = [1, 1]) => {
    stack.gradients.set(gradients)
    watch.beforeUpdate(() => Float64Array.from(losses), 0, 2)
    stack.update(++t)
    return watch.afterUpdate(0, 2)
  }
  stack.parameters.set([3, 4, 3, 4])
  return { stack, watch, step }
}

/** A lane of a rule in these lines. */
const ownLane = (program: string) => choiceOf(openRules(program, 'Mine').rules[0]!)

describe('createDivergenceWatch', () => {
  it('names the loss before the gradient, and what came one step before', () => {
    const { step } = watched({ optimizer: 'sgd', hyper: { lr: 0.5 } })
    expect(step([0.6, 0.8, 0, 0])).toEqual([])
    const [diverged, ...rest] = step([NaN, 1, 0, 0], [Infinity, 1])
    expect(rest).toEqual([])
    expect(diverged).toMatchObject({ index: 0, divergence: { first: 'loss', rate: 0.5 } })
    // ‖(0.6, 0.8)‖ = 1.
    expect(diverged!.divergence.gradient).toBeCloseTo(1, 12)
    // (3 − 0.3, 4 − 0.4) = (2.7, 3.6), whose norm is 4.5.
    expect(diverged!.divergence.parameters).toBeCloseTo(4.5, 12)
    expect(step([NaN, 1, 0, 0])).toEqual([])
  })

  it('names the gradient and its component where the loss is finite', () => {
    const { step } = watched({ optimizer: 'sgd' })
    expect(step([0, 0, 1, -Infinity])).toMatchObject([
      { index: 1, divergence: { first: 'gradient', index: 1 } },
    ])
  })

  it.each([
    ['clipping', { optimizer: 'sgd', clipping: { kind: 'value', limit: 1 } }],
    ['a rule of signs', { optimizer: 'lion', convention: 'keras' as const }],
  ])('names an infinite gradient that %s keeps from the parameters', (_, lane) => {
    const { step, stack } = watched(lane)
    expect(step([Infinity, 1, 1, 1])).toMatchObject([
      { index: 0, divergence: { first: 'gradient', index: 0 } },
    ])
    expect(firstNotFinite(stack.parameters)).toBe(-1)
  })

  it('says nothing of a gradient or a rate before the first step, or of a rate that is not', () => {
    const first = watched({ optimizer: 'sgd' }).step([NaN, 0, 0, 0], [NaN, 1])
    expect(Object.keys(first[0]!.divergence).sort()).toEqual(['first', 'parameters'])
    const { step } = watched({ optimizer: 'adadelta' })
    step([1, 1, 1, 1])
    expect(step([NaN, 0, 0, 0], [NaN, 1])[0]!.divergence).not.toHaveProperty('rate')
  })

  it('names a slot that overflows although every parameter stays finite', () => {
    // Adagrad: s = s + g² = ∞, p − lr·g/√∞ = p.
    const { step } = watched({ optimizer: 'adagrad' })
    expect(step([1, 0, 1e200, 1])).toMatchObject([
      { index: 1, divergence: { first: 'slot', slot: 's', index: 0 } },
    ])
  })

  it('names a slot that is a square matrix without an index, which no parameter has', () => {
    // L = εI + g gᵀ.
    const [diverged] = watched({ optimizer: 'shampoo', convention: 'paper' }).step([1e200, 1, 1, 1])
    expect(diverged).toMatchObject({ index: 0, divergence: { first: 'slot', slot: 'l' } })
    expect(diverged!.divergence).not.toHaveProperty('index')
  })

  it('names a parameter where a rule divides 0 by 0', () => {
    const { step } = watched({
      optimizer: 'rmsprop',
      convention: 'pytorch',
      hyper: { epsilon: 0 },
    })
    expect(step([1, 0, 1, 1])).toMatchObject([
      { index: 0, divergence: { first: 'parameter', index: 1 } },
    ])
  })

  it('names the line of a built-in rule in which a state overflows', () => {
    // s = s + g² = ∞ is Adagrad's first line; w − lr·g/√∞ in its second is finite.
    const line = { number: 1, text: 's += g**2' }
    expect(watched({ optimizer: 'adagrad' }).step([1, 0, 1e200, 1])).toMatchObject([
      { index: 1, divergence: { first: 'slot', slot: 's', line } },
    ])
  })

  it('names the line of a built-in rule that divides 0 by 0, though all was of ordinary size', () => {
    const { step } = watched({
      ...{ optimizer: 'rmsprop', convention: 'pytorch' as const, hyper: { epsilon: 0 } },
    })
    expect(step([1, 0, 1, 1])).toMatchObject([
      { index: 0, divergence: { line: { number: 4, text: /^u = g \/ \(sqrt/ } } },
    ])
  })

  it('names the line of a rule of one’s own, in one of its seeds, after steps that went well', () => {
    const { step } = watched(ownLane('v = g - 1\nu = w / v\nw -= lr * u'))
    expect(step([2, 2, 2, 2])).toEqual([])
    // v = 1 − 1 = 0, and w/0 = ∞.
    expect(step([2, 2, 2, 1])).toMatchObject([
      { index: 1, divergence: { first: 'parameter', line: { number: 2, text: 'u = w / v' } } },
    ])
  })

  it('names no line of the rule where weight decay before it does it, or the loss', () => {
    // w · (1 − 1000 · 1000) each step: 1e302, −1e308, ∞.
    const decay = { kind: 'decoupled', rate: 1000 } as const
    const lane = { optimizer: 'sgd', hyper: { lr: 1000 }, weightDecay: decay }
    const { step, stack } = watched(lane)
    stack.parameters.fill(1e302)
    expect(step([1, 1, 1, 1])).toEqual([])
    const [diverged] = step([1, 1, 1, 1])
    expect(diverged!.divergence.first).toBe('parameter')
    expect(diverged!.divergence).not.toHaveProperty('line')
    const [lost] = watched({ optimizer: 'sgd' }).step([NaN, 1, 0, 0], [NaN, 1])
    expect(lost!.divergence).not.toHaveProperty('line')
  })

  it('looks no longer at a run that left', () => {
    const { step, watch } = watched({ optimizer: 'sgd' })
    watch.leave(0)
    expect(step([NaN, NaN, 1, 1])).toEqual([])
  })
})

/** The first step at which anything of a run was not finite, by looking at everything. */
function byBruteForce(
  spec: ExperimentSpec,
  points: ReturnType<typeof train>,
): (number | undefined)[] {
  const first = new Array<number | undefined>(spec.lanes.length * spec.seeds.length).fill(undefined)
  const finite = (values: Float64Array): boolean => firstNotFinite(values) < 0
  for (const { step, snapshots, metrics } of points) {
    snapshots.forEach(({ run, gradients, after }, index) => {
      const loss = metrics.batchLoss![index]!
      const all = [gradients, after.slots, after.parameters]
      if (!Number.isFinite(loss) || !all.every(finite)) first[run] ??= step
    })
  }
  return first
}

describe('a divergence', () => {
  const everything = {
    metrics: ['batchLoss' as const],
    every: { steps: 1 },
    state: true,
  }

  it.each<[string, Partial<ExperimentInput>]>([
    ['of linear regression with all kinds of rules', { model: {} }],
    ['of a network of rectified units', { model: { hidden: [5, 4] } }],
    [
      'where weight decay is too strong',
      {
        lanes: [
          {
            id: 'a',
            optimizer: 'sgd',
            hyper: { lr: 1 },
            weightDecay: { kind: 'decoupled', rate: 900 },
          },
          { id: 'b', optimizer: 'adam', weightDecay: { kind: 'coupled', rate: 1 } },
        ],
      },
    ],
  ])('is found in its very step, %s', async (_, change) => {
    const wild = {
      target: 'progression',
      loss: 'meanSquaredError' as const,
      dataset: { builtin: 'diabetes' },
      lanes: [
        ...lanesOf('adam', 'adagrad', 'adadelta'),
        { id: 'fast', optimizer: 'sgd', hyper: { lr: 1000 } },
        { id: 'rolling', optimizer: 'momentum', hyper: { lr: 100, momentum: 0.99 } },
        { id: 'slower', optimizer: 'sgd', hyper: { lr: 3 } },
      ],
      seeds: [1, 2],
      batchSize: 64,
      budget: { steps: 700 },
      ...change,
    }
    const diabetes = await readTable('diabetes')
    const open = specOf({ ...wild, record: everything, stop: { diverged: false } })
    const expected = byBruteForce(open, train(trainerOf(open, diabetes)))
    expect(expected.some((step) => step !== undefined)).toBe(true)

    // No point but the last is recorded, and still the step is found.
    const sparse = specOf({ ...wild, record: { metrics: ['trainLoss'], every: { steps: 10_000 } } })
    const events = train(trainerOf(sparse, diabetes)).flatMap((point) => point.events)
    const found = expected.map((_, run) => events.find((event) => event.run === run)?.step)
    expect(found).toEqual(expected)
  })

  it('cannot be in a slot unseen: below 1e30 no rule of the catalogue overflows one', () => {
    const rules = optimizers.flatMap((optimizer) =>
      conventions.flatMap((convention) => {
        const rule = findRule(optimizer.id, convention)
        return rule ? [{ name: `${optimizer.id} (${convention})`, rule }] : []
      }),
    )
    const magnitude = fc.double({ min: -30, max: 29, noNaN: true }).map((power) => 10 ** power)
    const value = fc.tuple(magnitude, fc.constantFrom(-1, 1, 0)).map(([size, sign]) => size * sign)
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
        fc.array(value, { minLength: 6, maxLength: 6 }),
        value,
        ({ rule }, shares, gradients, start) => {
          const hyper = Object.fromEntries([
            ...rule.hyper.map(({ key, range }, index) => {
              const share = shares[index % shares.length]!
              // Either by the range, or near its lower end by powers of ten.
              const low = Math.max(range.minimum, 1e-50)
              const high = Math.min(range.maximum, range.exclusive ? 0.999 * range.maximum : 1e9)
              return [key, share < 0.5 ? low * (high / low) ** share : low + share * (high - low)]
            }),
            ...(rule.flags ?? []).map(({ key }, index) => [key, shares[index]! < 0.5] as const),
          ]) as Record<string, number | boolean>
          // Interpreted: what a rule means, without a module for every case.
          const state = createRuleState(rule, hyper, [start], { compiled: false })
          const { parameters, slots } = state
          gradients.forEach((gradient, index) => {
            // What the watch does not look into: nothing of it is large, before and after.
            const calm = (): boolean => Math.abs(parameters[0]!) < 1e30
            if (!calm()) return
            state.gradients[0] = gradient
            state.step(index + 1)
            if (!calm()) return
            const whole = Object.values(slots).every(([value]) => Number.isFinite(value))
            if (!whole) throw new Error(`a slot overflowed at step ${index + 1}`)
          })
        },
      ),
      { numRuns: cases(600, 40_000) },
    )
  })
})
