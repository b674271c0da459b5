import { describe, expect, it } from 'vitest'
import { factText, say, wordCount } from '#shared/lessons/say.ts'
import { firstGuess, scoreOf } from '#shared/lessons/score.ts'

describe('a prediction and the truth', () => {
  it('are compared handle by handle', () => {
    const ask = { kind: 'curve', at: [1, 5, 9], first: 2 } as const
    expect(firstGuess(ask)).toEqual([2, 2, 2])
    // |2−1|, |2−4|, |2−2|: 1 on average, furthest at 5.
    expect(scoreOf(ask, [2, 2, 2], [1, 4, 2])).toEqual({
      kind: 'curve',
      mean: 1,
      at: 5,
      said: 2,
      is: 4,
    })
  })

  it('are places a distance apart', () => {
    const ask = { kind: 'point', first: { x: 0, y: 0 } } as const
    expect(scoreOf(ask, { x: 3, y: 0 }, { x: 0, y: 4 })).toEqual({
      kind: 'point',
      off: 5,
      is: { x: 0, y: 4 },
    })
  })

  it('are a factor apart on a logarithmic axis, else a difference', () => {
    const ask = { kind: 'value', from: 1, to: 100, first: 1, symbol: 'n' } as const
    expect(scoreOf(ask, 20, 80)).toMatchObject({ off: -60, logarithmic: false })
    expect(scoreOf({ ...ask, logarithmic: true }, 20, 80)).toMatchObject({ off: 0.25 })
  })

  it('are the same option or not; before a pick there is none', () => {
    const ask = { kind: 'choice', options: ['a', 'b'] } as const
    expect(firstGuess(ask)).toBeUndefined()
    expect(scoreOf(ask, 'a', 'b')).toEqual({ kind: 'choice', right: false, said: 'a', is: 'b' })
  })

  it('must be of the kind that was asked for', () => {
    expect(() => scoreOf({ kind: 'choice', options: ['a'] }, 1, 'a')).toThrow('choice')
  })
})

describe('a lesson’s text', () => {
  it('has its numbers in three digits, whole ones whole', () => {
    expect(say('{a} and {b}, {c}', { a: 1511, b: 0.10737, c: -2.5 }, 'en')).toBe(
      '1,511 and 0.107, −2.5',
    )
    expect(factText(1e7, 'zh-CN')).toBe('1e7')
  })

  it('is counted in words', () => {
    expect(wordCount('At {to}. Every step leaves η less.', 'en')).toBe(7)
    expect(wordCount('每一步都留下 w 的 {left} 倍', 'zh-CN')).toBe(6)
  })
})
