import { describe, expect, it } from 'vitest'
import {
  recognise,
  type TensorRules,
  type Trajectories,
  type UpdateRules,
} from '#main/lab/verify/forms.ts'
import { verifyTrajectories } from '#main/lab/verify/trajectories.ts'
import { verifyTensorRules, verifyUpdateRules } from '#main/lab/verify/rules.ts'
import trajectories from '#test/fixtures/golden/trajectories.json' with { type: 'json' }
import tensorRules from '#test/fixtures/golden/tensor-rules.json' with { type: 'json' }
import updateRules from '#test/fixtures/golden/update-rules.json' with { type: 'json' }

function readRules(json: unknown): UpdateRules {
  const golden = recognise('file.json', JSON.stringify(json))
  if (golden.form !== 'update-rules') throw new Error(golden.form)
  return golden.content
}

function readTensors(json: unknown): TensorRules {
  const golden = recognise('file.json', JSON.stringify(json))
  if (golden.form !== 'tensor-rules') throw new Error(golden.form)
  return golden.content
}

function readPaths(json: unknown): Trajectories {
  const golden = recognise('file.json', JSON.stringify(json))
  if (golden.form !== 'trajectories') throw new Error(golden.form)
  return golden.content
}

describe('update-rules.json', () => {
  it('passes whole', () => {
    const cases = verifyUpdateRules('file.json', readRules(updateRules))
    expect(cases.filter(({ engine }) => engine === 'kernel')).toHaveLength(37)
    expect(cases.filter(({ engine }) => engine === 'interpreter')).toHaveLength(37)
    expect(cases).toHaveLength(2 * 37)
    expect(cases.filter(({ passed }) => !passed)).toEqual([])
  })

  it('fails where one number is off by more than the tolerance', () => {
    const changed = structuredClone(updateRules)
    changed.cases[4]!.params[7]![2]! += 2e-10
    const cases = verifyUpdateRules('file.json', readRules(changed))
    expect(cases.filter(({ passed }) => !passed).map(({ where }) => where)).toEqual([
      'params[7][2]',
      'params[7][2]',
    ])
  })

  it('takes the default where a hyper-parameter is null', () => {
    const plain = updateRules.cases.find(({ convention }) => convention === 'tutorial')!
    const changed = { ...updateRules, cases: [{ ...plain, hyper: { lr: null } }] }
    const wrong = { ...updateRules, cases: [{ ...plain, hyper: { lr: 'null' } }] }
    const [first] = verifyUpdateRules('file.json', readRules(changed))
    expect(first?.engine).toBe('kernel')
    expect(() => readRules(wrong)).toThrow(/cases\.0\.hyper\.lr/)
  })

  it.each([
    ['an unknown optimizer', { optimizer: 'adamant' }, /no optimizer 'adamant'/],
    [
      'a convention without the rule',
      { convention: 'tutorial', optimizer: 'lion', hyper: {} },
      /lion/,
    ],
    ['a hyper-parameter of another rule', { hyper: { lr: 0.1, rho: 0.9 } }, /'rho'/],
    ['a hyper-parameter out of range', { hyper: { lr: -1 } }, /lr/],
  ])('refuses %s', (_what, change, message) => {
    const changed = { ...updateRules, cases: [{ ...updateRules.cases[0]!, ...change }] }
    expect(() => verifyUpdateRules('file.json', readRules(changed))).toThrow(message)
  })

  it('says where a damaged file is damaged', () => {
    const changed = { ...updateRules, cases: [{ ...updateRules.cases[0]!, params: 'none' }] }
    expect(() => recognise('file.json', JSON.stringify(changed))).toThrow(
      /damaged at cases\.0\.params/,
    )
  })
})

describe('tensor-rules.json', () => {
  it('passes whole, compiled and interpreted', () => {
    const cases = verifyTensorRules('file.json', readTensors(tensorRules))
    const names = (own: string): string[] =>
      cases.filter(({ engine }) => engine === own).map(({ optimizer }) => optimizer)
    const all = tensorRules.cases.map(({ optimizer }) => optimizer)
    expect(names('interpreter')).toEqual(all)
    // No kernel multiplies matrices.
    const interpreted = ['muon', 'adafactor', 'shampoo']
    expect(names('kernel')).toEqual(all.filter((id) => !interpreted.includes(id)))
    expect(cases.filter(({ passed }) => !passed)).toEqual([])
    for (const { optimizer, tolerance } of cases) {
      expect(tolerance).toBe(optimizer === 'adafactor' ? 1e-7 : 1e-9)
    }
  })

  it('takes another file of the form: other tensors, in another order', () => {
    // SGD at 0.5: a vector, a row, a column.
    const sgd = { convention: 'pytorch', optimizer: 'sgd', hyper: { lr: 0.5, weightDecay: null } }
    const golden = {
      initial: [[1], [[2, 3]], [[4], [5]]],
      gradients: [[[2], [[0, -2]], [[4], [0]]]],
      cases: [{ ...sgd, params: [[[0], [[2, 4]], [[2], [5]]]] }],
    }
    const cases = verifyTensorRules('file.json', readTensors(golden))
    expect(cases.map(({ passed, absolute }) => [passed, absolute])).toEqual([
      [true, 0],
      [true, 0],
    ])
  })

  it('fails where one number is off by more than the tolerance', () => {
    const changed = structuredClone(tensorRules)
    const [matrix] = changed.cases[2]!.params[5]! as [number[][], number[]]
    matrix[3]![1]! += 2e-9
    const cases = verifyTensorRules('file.json', readTensors(changed))
    const failed = cases.filter(({ passed }) => !passed)
    expect(failed.map(({ optimizer, where }) => [optimizer, where])).toEqual([
      [changed.cases[2]!.optimizer, 'params[5][10]'],
      [changed.cases[2]!.optimizer, 'params[5][10]'],
    ])
  })

  it.each([
    [
      'a gradient of another shape',
      { gradients: [[[[1, 2]], [1, 2, 3]]] },
      /gradients\[0\]\[0\] has/,
    ],
    ['too few tensors', { gradients: [[tensorRules.initial[0]]] }, /gradients\[0\] should have/],
    ['a ragged matrix', { initial: [[[1, 2], [3]], [1]] }, /initial\[0\] has/],
    ['numbers among rows', { initial: [[[1, 2], 3], [1]] }, /damaged at initial/],
    ['too many steps', { gradients: tensorRules.gradients.slice(0, 1) }, /params of/],
  ])('refuses %s', (_what, change, message) => {
    const read = (): unknown =>
      verifyTensorRules('file.json', readTensors({ ...tensorRules, ...change }))
    expect(read).toThrow(message)
  })
})

describe('trajectories.json', () => {
  it('passes whole, and names the paths that rounding decides', () => {
    const cases = verifyTrajectories('file.json', readPaths(trajectories))
    expect(cases).toHaveLength(2 * 112)
    expect(cases.filter(({ passed }) => !passed)).toEqual([])
    const decided = cases.filter(({ note }) => note)
    expect(decided.length).toBeLessThanOrEqual(2 * 3)
  })

  it.each([
    ['value', (each: Path): void => void (each.value += 1e-8)],
    ['gradient', (each: Path): void => void (each.gradient[1]! += 1e-8)],
    ['point', (each: Path): void => void (each.points[3]![1]! += 1e-5)],
  ])('fails where a %s is off', (_what, spoil) => {
    const changed = structuredClone(trajectories)
    spoil(changed.trajectories[0]!)
    const few = { trajectories: changed.trajectories.slice(0, 2) }
    const cases = verifyTrajectories('file.json', readPaths(few))
    expect(cases.filter(({ passed }) => !passed)).toHaveLength(2)
  })

  it('fails where a path should have left the numbers and did not', () => {
    const changed = structuredClone(trajectories)
    changed.trajectories[0]!.points.push([250, 1e300, 1e300, 1e300])
    const few = { trajectories: changed.trajectories.slice(0, 2) }
    const cases = verifyTrajectories('file.json', readPaths(few))
    expect(cases.filter(({ passed }) => !passed)).toHaveLength(2)
  })
})

type Path = (typeof trajectories)['trajectories'][number]
