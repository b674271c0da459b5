import { expect, it } from 'vitest'
import { laneNames, laneSummary, spokenNames } from '#shared/words/lane-names.ts'
import { specOf } from '#test/support/specs.ts'

const { lanes } = specOf({
  lanes: [
    { id: 'nesterov-ahead', optimizer: 'nesterov-ahead', convention: 'paper' },
    { id: 'adam', optimizer: 'adam' },
    { id: 'adam-2', optimizer: 'adam', clipping: { kind: 'norm', limit: 1 } },
    { id: 'the slow one', optimizer: 'sgd', hyper: { lr: 1e-4 } },
  ],
})

it('calls lanes of one optimizer by what differs, in either language', () => {
  const [ahead, one, other] = laneNames(lanes, 'en')
  expect([ahead, one]).toEqual(['Nesterov, look-ahead', 'Adam'])
  expect(other).toMatch(/^Adam clip .* 1$/)
  expect(laneNames(lanes, 'zh-CN')[2]).toMatch(/^Adam .*裁剪 1$/)
  expect(laneSummary(lanes[3]!, 'en')).toBe('η 0.0001 · Tutorial')
})

it('says no raw ids to a person, but the names that one gave', () => {
  const [ahead, one, other, slow] = spokenNames(lanes, 'en')
  expect([ahead, one, slow]).toEqual(['Nesterov, look-ahead', 'Adam', 'the slow one'])
  expect(other).toMatch(/^Adam clip/)
})
