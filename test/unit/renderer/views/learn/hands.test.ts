import { expect, it } from 'vitest'
import { calledValues, handsOf, medianOf } from '#renderer/views/learn/hands.ts'

it('divides a class over the options', () => {
  // 6 + 2 of 8 hands.
  expect(handsOf(['a', 'b', 'c'], { a: 2, b: 6 })).toEqual({
    all: 8,
    shares: { a: 0.25, b: 0.75, c: 0 },
    most: 'b',
  })
  expect(handsOf(['a', 'b'], {})).toEqual({ all: 0, shares: { a: 0, b: 0 }, most: undefined })
})

it('takes the values that were called out, and their middle', () => {
  expect(calledValues(' 0.5 0,25;−1  half ')).toEqual([0.5, 0.25, -1])
  expect(medianOf([3, 1, 2])).toBe(2)
  expect(medianOf([1, 4, 2, 3])).toBe(2.5)
})
