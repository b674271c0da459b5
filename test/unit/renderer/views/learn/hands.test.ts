import { expect, it } from 'vitest'
import {
  binsOf,
  calledValues,
  distancesOf,
  handsOf,
  medianOf,
  middleOf,
} from '#renderer/views/learn/hands.ts'

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

it('takes the middle of what a class drew and marked, coordinate by coordinate', () => {
  expect(middleOf([3, 1, 2])).toBe(2)
  expect(
    middleOf([
      [1, 9],
      [2, 7],
      [6, 8],
    ]),
  ).toEqual([2, 8])
  expect(
    middleOf([
      { x: 0, y: 4 },
      { x: 2, y: 0 },
    ]),
  ).toEqual({ x: 1, y: 2 })
})

it('says how far each is from the truth', () => {
  const curve = { kind: 'curve', at: [1, 2], first: 0 } as const
  // |1−2| and |5−2| on average.
  expect(distancesOf(curve, [[1, 5]], [2, 2])).toEqual([2])
  const point = { kind: 'point', first: { x: 0, y: 0 } } as const
  expect(distancesOf(point, [{ x: 3, y: 0 }], { x: 0, y: 4 })).toEqual([5])
})

it('divides values into bins with round edges', () => {
  // From 1 to 5 in steps of 1: two below 2, none from 2 to 4, one each above.
  expect(binsOf([1, 1.5, 4, 5]).map(({ from, count }) => [from, count])).toEqual([
    [1, 2],
    [2, 0],
    [3, 0],
    [4, 1],
    [5, 1],
  ])
  expect(binsOf([7, 7]).map(({ count }) => count)).toEqual([2])
  const decades = binsOf([1, 10, 100_000], true)
  expect(decades.map(({ count }) => count).reduce((sum, count) => sum + count)).toBe(3)
  expect(decades[1]!.from / decades[0]!.from).toBeCloseTo(10, 9)
})
