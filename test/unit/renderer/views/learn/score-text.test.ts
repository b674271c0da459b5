import { expect, it } from 'vitest'
import { scoreOf } from '#shared/lessons/score.ts'
import type { Ask, Guess } from '#shared/lessons/index.ts'
import { placeOff, scoreText } from '#renderer/views/learn/score-text.ts'

const says = (ask: Ask, guess: Guess, truth: Guess): string =>
  scoreText(scoreOf(ask, guess, truth), ask, (key) => key)

it('says a place as fine as it was missed by', () => {
  const ask = { kind: 'point', first: { x: 0, y: 0 } } as const
  expect(says(ask, { x: 3, y: 2 }, { x: -2.73, y: -4.42e-7 })).toBe(
    'You were 6.07 away: it is at (−2.73, 0).',
  )
  expect(placeOff({ x: 1.23456, y: -4.42e-7 }, 0.0012)).toEqual({ x: 1.23456, y: 0 })
  expect(placeOff({ x: 1, y: -4.42e-7 }, 0)).toEqual({ x: 1, y: -4.42e-7 })
})

it('says a curve’s height as fine as it was missed by', () => {
  const ask = { kind: 'curve', at: [1, 10], first: 4 } as const
  // 2 off at 1, 4 at 10.
  expect(says(ask, [4, 4], [2, 7.63e-6])).toBe(
    'You were 3 off on average, most at 10: you said 4, it is 0.',
  )
})

it('says how many times too high or too low a value was', () => {
  const ask = {
    kind: 'value',
    from: 1,
    to: 1000,
    logarithmic: true,
    first: 1,
    symbol: 'n',
  } as const
  expect(says(ask, 20, 80)).toBe('You said 20, it is 80: 4 times too low.')
  expect(says(ask, 100, 100.3)).toBe('As you said: n = 100.')
})
