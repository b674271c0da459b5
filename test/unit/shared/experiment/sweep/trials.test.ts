import { describe, expect, it } from 'vitest'
import { parseSpec } from '#shared/experiment/spec.ts'
import {
  chunkSpec,
  defaultRange,
  laneOf,
  parseSweep,
  trialsOf,
  type SweepInput,
  type SweepSpec,
  type Trial,
} from '#shared/experiment/sweep/index.ts'
import { inRange } from '#shared/rules/ranges.ts'
import { findRule, optimizers } from '#shared/optimizers/index.ts'
import type { Convention } from '#shared/optimizers/index.ts'

type Lanes = SweepInput['experiment']['lanes']

function sweepOf(lanes: Lanes, change: Partial<SweepInput> = {}): SweepSpec {
  const experiment = { dataset: { builtin: 'wine' }, lanes, budget: { epochs: 2 } }
  return parseSweep({ experiment, trials: 5, ...change })
}

const own = (trials: readonly Trial[], contestant: number): Trial[] =>
  trials.filter((trial) => trial.contestant === contestant)

const rates = (trials: readonly Trial[], contestant: number): (number | undefined)[] =>
  own(trials, contestant).map(({ hyper }) => hyper['lr'])

const three: Lanes = [
  { id: 'a', optimizer: 'sgd' },
  { id: 'b', optimizer: 'adam', convention: 'pytorch' },
  { id: 'c', optimizer: 'adadelta' },
]

describe('the trials of a grid', () => {
  it('are as many for every contestant, at even logarithmic steps with both ends', () => {
    const trials = trialsOf(sweepOf(three, { search: { rate: { from: 1e-4, to: 1 } } }))
    expect(trials).toHaveLength(15)
    expect(rates(trials, 0)).toEqual([1e-4, 1e-3, 1e-2, 0.1, 1])
    expect(rates(trials, 1)).toEqual(rates(trials, 0))
    expect(trials.map(({ index }) => index)).toEqual([...Array(15).keys()])
  })

  it('spend a rule without a rate’s share on what it has: 1 − ρ from 1 to 0.01', () => {
    const trials = trialsOf(sweepOf(three))
    // 10^0, 10^-0.5, 10^-1, 10^-1.5, 10^-2 below 1.
    const expected = [0, 0.5, 1, 1.5, 2].map((decades) => 1 - 10 ** -decades)
    const found = own(trials, 2).map(({ hyper }) => hyper['rho']!)
    expect(found).toHaveLength(5)
    found.forEach((rho, place) => expect(rho).toBeCloseTo(expected[place]!, 4))
  })

  it('are rounded to four digits, the ends left as they are given', () => {
    const search = { rate: { from: 0.0123456, to: 12.3456789 } }
    // A quarter, half and three quarters of three decades up from 0.0123456.
    expect(rates(trialsOf(sweepOf(three, { search })), 0)).toEqual([
      0.0123456, 0.06942, 0.3904, 2.195, 12.3456789,
    ])
  })

  it('take turns, so that a sweep called off has been fair so far', () => {
    const trials = trialsOf(sweepOf(three))
    expect(trials.slice(0, 7).map(({ contestant }) => contestant)).toEqual([0, 1, 2, 0, 1, 2, 0])
  })

  it('are the middle of the range when there is one', () => {
    const search = { rate: { from: 1e-3, to: 0.1 } }
    expect(rates(trialsOf(sweepOf(three, { trials: 1, search })), 0)).toEqual([0.01])
  })
})

describe('the trials of a random search', () => {
  const search = { kind: 'random', rate: { from: 1e-3, to: 10 } } as const

  it('are the same for the same seed, others for another, and lie in the range', () => {
    const spec = sweepOf(three, { trials: 200, search })
    const trials = trialsOf(spec)
    expect(trialsOf(spec)).toEqual(trials)
    expect(trialsOf(sweepOf(three, { trials: 200, search: { ...search, seed: 1 } }))).not.toEqual(
      trials,
    )
    const drawn = rates(trials, 0) as number[]
    expect(drawn.every((rate) => rate >= 1e-3 && rate <= 10)).toBe(true)
    // Log-uniform over four decades: a quarter in each, 50 of 200, give or take four deviations of 6.1.
    for (let decade = -3; decade < 1; decade++) {
      const inside = drawn.filter((rate) => rate >= 10 ** decade && rate < 10 ** (decade + 1))
      expect(Math.abs(inside.length - 50)).toBeLessThan(25)
    }
  })

  it('draw the same rates for every contestant, whatever else is searched', () => {
    const plain = trialsOf(sweepOf(three, { search }))
    const more = sweepOf(three, { search: { ...search, others: [{ key: 'beta1' }] } })
    const trials = trialsOf(more)
    expect(rates(trials, 1)).toEqual(rates(trials, 0))
    expect(rates(trials, 0)).toEqual(rates(plain, 0))
    expect(own(trials, 0).every(({ hyper }) => Object.keys(hyper).join() === 'lr')).toBe(true)
    expect(own(trials, 1).every(({ hyper }) => Object.keys(hyper).join() === 'lr,beta1')).toBe(true)
  })

  it('draw a decay as 1 − x, log-uniform in the range asked for', () => {
    const others = [{ key: 'beta2', from: 0.9, to: 0.9999 }]
    const trials = trialsOf(sweepOf(three, { trials: 300, search: { ...search, others } }))
    const beta2 = own(trials, 1).map(({ hyper }) => hyper['beta2']!)
    expect(beta2.every((value) => value >= 0.9 && value <= 0.9999)).toBe(true)
    // 1 − x is even over the three decades 1e-4 … 0.1: 100 of 300 each, four deviations of 8.2.
    const upper = beta2.filter((value) => 1 - value < 1e-3)
    expect(Math.abs(upper.length - 100)).toBeLessThan(33)
  })
})

const everyRule = optimizers.flatMap(({ id, rules }) =>
  (Object.keys(rules) as Convention[]).map((convention) => ({ id, convention })),
)

describe('the range that nobody names', () => {
  it.each([
    ['momentum', 'tutorial', 'momentum', 0, 0.99],
    ['adam', 'tutorial', 'beta2', 0.99, 0.9999],
    ['rmsprop', 'pytorch', 'momentum', 0, 0.99],
    ['adan', 'paper', 'beta1', 0.002, 0.2],
    ['novograd', 'optax', 'beta2', 0.025, 0.99],
    ['qhadam', 'paper', 'nu1', 0, 0.97],
    ['qhadam', 'paper', 'nu2', 0.01, 1],
    ['adam', 'pytorch', 'epsilon', 1e-11, 1e-5],
    ['adam', 'pytorch', 'weightDecay', 1e-6, 0.1],
    ['adamw', 'pytorch', 'weightDecay', 0.001, 0.1],
    ['rprop', 'pytorch', 'etaPlus', 1.02, 3],
    ['ftrl', 'keras', 'learningRatePower', -5, -0.05],
  ] as const)('of %s (%s) %s is %d to %d', (id, convention, key, from, to) => {
    const parameter = findRule(id, convention)!.hyper.find((each) => each.key === key)!
    expect(defaultRange(parameter)).toEqual({ from, to })
  })
})

describe('every rule', () => {
  it.each(everyRule)('$id ($convention) gets trials that its schema allows', (choice) => {
    const rule = findRule(choice.id, choice.convention)!
    const others = rule.hyper.filter(({ key }) => key !== 'lr').map(({ key }) => ({ key }))
    for (const { key, range, ...rest } of rule.hyper) {
      if (key === 'lr') continue
      const { from, to } = defaultRange({ key, range, ...rest })
      expect(from, key).toBeLessThan(to)
      expect(inRange(from, range) && inRange(to, range)).toBe(true)
    }
    const lane = { id: 'one', optimizer: choice.id, convention: choice.convention }
    const spec = sweepOf([lane], { trials: 30, search: { kind: 'random', others } })
    const trials = trialsOf(spec)
    expect(trials).toHaveLength(30)
    const keys = rule.hyper.map(({ key }) => key)
    for (const { hyper } of trials) {
      expect(Object.keys(hyper).sort()).toEqual([...keys].sort())
      // No two rules share a schema: the race of these trials must pass it.
    }
    expect(() => parseSpec(chunkSpec(spec, trials))).not.toThrow()
  })
})

describe('the race that runs trials', () => {
  it('has a lane for each, on the tuning seeds, and records what is judged', () => {
    const spec = parseSweep({
      title: 'Sweep',
      experiment: {
        dataset: { builtin: 'wine' },
        lanes: [
          {
            id: 'm',
            optimizer: 'momentum',
            hyper: { momentum: 0.5 },
            schedule: { kind: 'cosine' },
          },
        ],
        seeds: [7, 8],
        budget: { epochs: 2 },
        record: { metrics: ['trainLoss'], every: { steps: 3 }, state: true },
      },
      trials: 3,
      search: { rate: { from: 0.01, to: 1 } },
      objective: { metric: 'validationAccuracy' },
    })
    const trials = trialsOf(spec)
    const race = parseSpec(chunkSpec(spec, trials))
    expect(race.lanes.map(({ id, hyper }) => [id, hyper])).toEqual([
      ['trial-0', { lr: 0.01, momentum: 0.5 }],
      ['trial-1', { lr: 0.1, momentum: 0.5 }],
      ['trial-2', { lr: 1, momentum: 0.5 }],
    ])
    expect(race.lanes.every(({ schedule }) => schedule.kind === 'cosine')).toBe(true)
    expect(race.seeds).toEqual([7, 8])
    expect(race.record).toEqual({
      metrics: ['validationAccuracy'],
      every: { steps: 3 },
      state: false,
      paths: false,
    })
    expect(laneOf(spec, trials[1]!)).toMatchObject({ id: 'm', hyper: { lr: 0.1 } })
  })
})
