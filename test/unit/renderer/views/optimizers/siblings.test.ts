import { expect, it } from 'vitest'
import { siblingsOf } from '#renderer/views/optimizers/siblings.ts'
import { findOptimizer } from '#shared/optimizers/index.ts'
import { findSurface } from '#shared/surfaces/index.ts'

const surface = findSurface('quadratic')!
const where = { surface, start: surface.starts[0]!, steps: 50 }

it('walks as every other convention has it, at the same rate', () => {
  const found = siblingsOf(findOptimizer('momentum')!, 'tutorial', { lr: 0.01 }, where)
  expect(found.map(({ convention }) => convention)).toEqual(['pytorch', 'keras'])
  // Where the rate stands inside or outside of the velocity is the same at a constant rate.
  const ends = found.map(({ trail }) => trail.values.at(-1)!)
  expect(ends[0]).toBeCloseTo(ends[1]!, 9)
  const faster = siblingsOf(findOptimizer('momentum')!, 'tutorial', { lr: 0.02 }, where)
  expect(faster[0]!.trail.values.at(-1)).not.toBe(ends[0])
})

it('finds none of a rule that one convention alone has', () => {
  expect(siblingsOf(findOptimizer('shampoo')!, 'paper', { lr: 0.1 }, where)).toEqual([])
})
