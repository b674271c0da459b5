import { afterEach, describe, expect, it } from 'vitest'
import { setLanguage } from '../../../../../src/renderer/locales/index.ts'
import { eventText } from '../../../../../src/renderer/views/race/event-words.ts'
import type { RunEvent } from '../../../../../src/shared/contract/stream.ts'
import { specOf } from '../../../../support/specs.ts'

const [lane] = specOf({ lanes: [{ id: 'a', optimizer: 'sgd', hyper: { lr: 3 } }] }).lanes
const diverged: RunEvent = {
  run: 0,
  step: 1234,
  kind: 'diverged',
  ends: true,
  divergence: { first: 'gradient', index: 16, parameters: 1.234e20, gradient: 2e19, rate: 3 },
}

afterEach(() => setLanguage('en'))

describe('what happened to a run, in words', () => {
  it('says what, when, which number first, what came before and why', () => {
    expect(eventText(diverged, lane!)).toEqual({
      title: 'Diverged in step 1,234',
      facts:
        'The first number that was not finite was in the gradient: component 17. One step before, the norm of the parameters was 1.23e20 and of the gradient 2e19, at a learning rate of 3.',
      cause:
        'Likely cause: a learning rate of 3 is too high here. The parameters had grown to a norm of 1.23e20, each step overshooting more than the last. Try a third of it, or a warm-up.',
    })
    setLanguage('zh-CN')
    expect(eventText(diverged, lane!).title).toBe('第 1,234 步发散')
    expect(eventText(diverged, lane!).facts).toBe(
      '最先变为非有限值的是梯度的第 17 个分量。前一步参数范数为 1.23e20，梯度范数为 2e19，学习率为 3。',
    )
  })

  it('says that a run goes on, and nothing of a cause where it just ended', () => {
    expect(eventText({ ...diverged, ends: false }, lane!).title).toBe(
      'Diverged in step 1,234. It goes on all the same.',
    )
    expect(eventText({ run: 0, step: 5, kind: 'patience', ends: true }, lane!)).toEqual({
      title: 'Stopped getting better: ended in step 5',
      facts: '',
      cause: '',
    })
  })
})
