import { describe, expect, it } from 'vitest'
import { diffSpecs } from '#shared/experiment/diff.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { parseSweep } from '#shared/experiment/sweep/spec.ts'
import { laneOf, trialsOf } from '#shared/experiment/sweep/trials.ts'
import { defaultHyper } from '#shared/optimizers/index.ts'
import { ruleOf } from '#shared/own/lane.ts'
import { errorOf } from '#test/support/faults.ts'
import { oddLanes, pastedLanes, pastes } from '#test/support/pastes.ts'
import { specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { train, trainerOf } from '#test/support/training.ts'

describe('a lane with a rule of its own', () => {
  it('records the built-in rule’s numbers in every bit, beside it in one stack', async () => {
    const table = await readTable('iris')
    const spec = specOf({
      lanes: [
        ...pastedLanes(),
        ...pastes.map((optimizer) => ({ id: optimizer, optimizer })),
        ...oddLanes,
      ],
      seeds: [1, 2],
      budget: { steps: 40 },
      record: { metrics: ['batchLoss', 'trainLoss', 'updateNorm'], every: { steps: 8 } },
    })
    const trainer = trainerOf(spec, table)
    const points = train(trainer)
    trainer.dispose()
    expect(points.length).toBeGreaterThan(4)
    for (const { runs, metrics } of points) {
      expect(runs).toHaveLength(24)
      for (const column of Object.values(metrics)) {
        expect([...column.slice(0, 10)]).toEqual([...column.slice(10, 20)])
        expect([...column].every(Number.isFinite)).toBe(true)
      }
    }
  })

  it('has its rule’s hyper-parameters, and keeps its text', () => {
    const lanes = pastedLanes()
    const spec = specOf({ lanes })
    spec.lanes.forEach((lane, at) => {
      expect(lane.rule).toBe(lanes[at]!.rule)
      expect(lane.hyper).toEqual(defaultHyper(ruleOf(lane)!))
    })
    expect(parseSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
    expect(specOf({ lanes: [{ id: 'a', optimizer: 'adam' }] }).lanes[0]).not.toHaveProperty('rule')
  })

  it('is refused with the place of what is wrong', () => {
    const [lane] = pastedLanes()
    const faultsOf = (change: object): readonly string[] =>
      errorOf(() => specOf({ lanes: [{ ...lane!, ...change }] })).details
    expect(faultsOf({ rule: '# rule: adagrad\n\nw -= lr * q' })).toEqual([
      expect.stringMatching(/^lanes\[0\]\.rule: line 3, column 6: “lr” is not defined/),
    ])
    expect(faultsOf({ optimizer: 'adagrad' })).toEqual([
      expect.stringMatching(/^lanes\[0\]\.optimizer: .*'own:adagrad'/),
    ])
    expect(faultsOf({ convention: 'tutorial' })).toEqual([
      'lanes[0].convention: own:adagrad has no tutorial convention',
    ])
    expect(faultsOf({ rule: undefined })).toEqual([
      "lanes[0].optimizer: there is no optimizer 'own:adagrad'",
    ])
    expect(faultsOf({ hyper: { lr: -1 } })).toEqual([
      'lanes[0].hyper.lr: must lie in (0, 1000], is -1',
    ])
    expect(faultsOf({ rule: 'x'.repeat(30_000) })).toHaveLength(1)
  })

  it('is another rule when its text changes, and both texts are told', () => {
    const [lane] = pastedLanes()
    const changed = lane!.rule!.replace('1e-6', '1e-4')
    const specs = [specOf({ lanes: [lane!] }), specOf({ lanes: [{ ...lane!, rule: changed }] })]
    expect(diffSpecs(specs)).toEqual([
      { path: ['lanes', 'own adagrad', 'rule'], values: [lane!.rule, changed] },
    ])
  })

  it('is a contestant of a sweep', () => {
    const sweep = parseSweep({
      experiment: {
        dataset: { builtin: 'iris' },
        lanes: pastedLanes(),
        budget: { epochs: 1 },
      },
      search: { kind: 'random', others: [{ key: 'gamma' }] },
      trials: 3,
    })
    const trials = trialsOf(sweep)
    expect(trials).toHaveLength(15)
    const gammas = trials.filter(({ hyper }) => 'gamma' in hyper)
    expect(gammas).toHaveLength(3)
    expect(laneOf(sweep, trials[0]!).rule).toBe(pastedLanes()[0]!.rule)
  })
})
