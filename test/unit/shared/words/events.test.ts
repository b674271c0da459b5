import { describe, expect, it } from 'vitest'
import type { RunEvent } from '#shared/contract/stream.ts'
import { eventLines, eventText, speech } from '#shared/words/index.ts'
import { specOf } from '#test/support/specs.ts'

const [lane] = specOf({ lanes: [{ id: 'a', optimizer: 'sgd', hyper: { lr: 3 } }] }).lanes
const diverged: RunEvent = {
  run: 0,
  step: 1234,
  kind: 'diverged',
  ends: true,
  divergence: { first: 'gradient', index: 16, parameters: 1.234e20, gradient: 2e19, rate: 3 },
}

describe('what happened to a run, in words', () => {
  it('says what, when, which number first, what came before and why', () => {
    expect(eventText(diverged, lane!, speech.en)).toEqual({
      title: 'Diverged in step 1,234',
      facts:
        'The first number that was not finite was in the gradient: component 17. One step before, the norm of the parameters was 1.23e20 and of the gradient 2e19, at a learning rate of 3.',
      cause:
        'Likely cause: a learning rate of 3 is too high here. The parameters had grown to a norm of 1.23e20, each step overshooting more than the last. Try a third of it, or a warm-up.',
    })
    expect(eventText(diverged, lane!, speech['zh-CN']).title).toBe('第 1,234 步发散')
    expect(eventText(diverged, lane!, speech['zh-CN']).facts).toBe(
      '最先变为非有限值的是梯度的第 17 个分量。前一步参数范数为 1.23e20，梯度范数为 2e19，学习率为 3。',
    )
  })

  it('names a slot, and its component unless it is a matrix', () => {
    const facts = (index?: number): string[] => {
      const divergence = { first: 'slot', slot: 'L', index, parameters: 1 } as const
      return [speech.en, speech['zh-CN']].map(
        (each) => eventText({ ...diverged, divergence }, lane!, each).facts,
      )
    }
    expect(facts(2)[0]).toContain('in the optimizer’s state: L, component 3.')
    expect(facts(2)[1]).toContain('优化器状态 L 的第 3 个分量。')
    expect(facts()[0]).toContain('in the optimizer’s state: L.')
    expect(facts()[1]).toContain('优化器状态 L。')
  })

  it('names the line of the rule', () => {
    const line = { number: 2, text: 'w -= lr * g / sqrt(s)' }
    const divergence = { first: 'parameter', index: 0, line, parameters: 1 } as const
    const facts = [speech.en, speech['zh-CN']].map(
      (each) => eventText({ ...diverged, divergence }, lane!, each).facts,
    )
    expect(facts[0]).toContain('Line 2 of the rule yielded it: “w -= lr * g / sqrt(s)”.')
    expect(facts[1]).toContain('它出自规则的第 2 行：“w -= lr * g / sqrt(s)”。')
  })

  it('says that a run goes on, and nothing of a cause where it just ended', () => {
    expect(eventText({ ...diverged, ends: false }, lane!, speech.en).title).toBe(
      'Diverged in step 1,234. It goes on all the same.',
    )
    expect(eventText({ run: 0, step: 5, kind: 'patience', ends: true }, lane!, speech.en)).toEqual({
      title: 'Stopped getting better: ended in step 5',
      facts: '',
      cause: '',
    })
  })
})

it('is a line per lane and kind: how many seeds, when, why', () => {
  const spec = specOf({
    lanes: [
      { id: 'fast', optimizer: 'sgd', hyper: { lr: 9 } },
      { id: 'slow', optimizer: 'sgd' },
    ],
    seeds: [1, 2, 3],
  })
  const lost = (run: number, step: number): RunEvent => ({
    ...{ run, step, kind: 'diverged', ends: true },
    divergence: { first: 'loss', parameters: 1e19, gradient: 1e18, rate: 9 },
  })
  const target: RunEvent = { run: 4, step: 100, kind: 'target', ends: true }
  expect(eventLines(spec, [lost(2, 40), lost(0, 31), target], [], speech.en)).toEqual([
    'fast: diverged in 2 of 3 seeds, in steps 31 to 40. The batch loss was the first number that was not finite. Likely cause: a learning rate of 9 is too high here. The parameters had grown to a norm of 1e19, each step overshooting more than the last. Try a third of it, or a warm-up.',
    'slow: reached its target in 1 of 3 seeds in step 100.',
  ])
  expect(eventLines({ ...spec, seeds: [1] }, [lost(0, 31)], [], speech.en)[0]).toMatch(
    /^fast: diverged in step 31\. /,
  )
  expect(eventLines(spec, [], [], speech.en)).toEqual([])
})
