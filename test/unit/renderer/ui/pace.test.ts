import { expect, it } from 'vitest'
import { lastPosition, paceOf, positionOf } from '#renderer/ui/pace.ts'

it('goes from one step in two seconds to 200 a second, then lets go', () => {
  expect(paceOf(0)).toBe(0.5)
  expect(paceOf(lastPosition - 1)).toBe(200)
  expect(paceOf(lastPosition)).toBeNull()
  expect(positionOf(null)).toBe(lastPosition)
})

it('finds its way back from every position', () => {
  for (let position = 0; position <= lastPosition; position++) {
    expect(positionOf(paceOf(position))).toBe(position)
  }
})
