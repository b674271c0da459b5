import { describe, expect, it } from 'vitest'
import {
  recognise,
  type Trajectories,
  type UpdateRules,
} from '../../../../../src/main/lab/verify/forms.ts'
import { verifyTrajectories } from '../../../../../src/main/lab/verify/trajectories.ts'
import { verifyUpdateRules } from '../../../../../src/main/lab/verify/update-rules.ts'
import trajectories from '../../../../fixtures/golden/trajectories.json' with { type: 'json' }
import updateRules from '../../../../fixtures/golden/update-rules.json' with { type: 'json' }

function readRules(json: unknown): UpdateRules {
  const golden = recognise('file.json', JSON.stringify(json))
  if (golden.form !== 'update-rules') throw new Error(golden.form)
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
    expect(cases).toHaveLength(37)
    expect(cases.filter(({ passed }) => !passed)).toEqual([])
  })

  it('fails where one number is off by more than the tolerance', () => {
    const changed = structuredClone(updateRules)
    changed.cases[4]!.params[7]![2]! += 2e-10
    const cases = verifyUpdateRules('file.json', readRules(changed))
    expect(cases.filter(({ passed }) => !passed).map(({ where }) => where)).toEqual([
      'params[7][2]',
    ])
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

describe('trajectories.json', () => {
  it('passes whole, and names the paths that rounding decides', () => {
    const cases = verifyTrajectories('file.json', readPaths(trajectories))
    expect(cases).toHaveLength(112)
    expect(cases.filter(({ passed }) => !passed)).toEqual([])
    const decided = cases.filter(({ note }) => note)
    expect(decided.length).toBeLessThanOrEqual(3)
  })

  it.each([
    ['value', (each: Path): void => void (each.value += 1e-8)],
    ['gradient', (each: Path): void => void (each.gradient[1]! += 1e-8)],
    ['point', (each: Path): void => void (each.points[3]![1]! += 1e-5)],
  ])('fails where a %s is off', (_what, spoil) => {
    const changed = structuredClone(trajectories)
    spoil(changed.trajectories[0]!)
    const cases = verifyTrajectories('file.json', readPaths(changed))
    expect(cases.filter(({ passed }) => !passed)).toHaveLength(1)
  })

  it('fails where a path should have left the numbers and did not', () => {
    const changed = structuredClone(trajectories)
    changed.trajectories[0]!.points.push([250, 1e300, 1e300, 1e300])
    const cases = verifyTrajectories('file.json', readPaths(changed))
    expect(cases.filter(({ passed }) => !passed)).toHaveLength(1)
  })
})

type Path = (typeof trajectories)['trajectories'][number]
