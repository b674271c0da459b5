import { describe, expect, it } from 'vitest'
import { numberFault } from '#renderer/ui/faults.ts'

describe('faults', () => {
  it('says which bound was crossed, and whether the bound itself is allowed', () => {
    const rate = { minimum: 0, maximum: 1000, exclusive: 'minimum' } as const
    expect(numberFault(0, rate)).toBe('Must be above 0.')
    expect(numberFault(1000, rate)).toBeUndefined()
    expect(numberFault(1001, rate)).toBe('At most 1000.')
    const share = { minimum: 0, maximum: 1, exclusive: 'maximum' } as const
    expect(numberFault(0, share)).toBeUndefined()
    expect(numberFault(-0.1, share)).toBe('At least 0.')
    expect(numberFault(1, share)).toBe('Must be below 1.')
    expect(numberFault(NaN, share)).toBe('Enter a number.')
    expect(numberFault(Infinity, rate)).toBe('Enter a number.')
  })

  it('wants whole numbers whole', () => {
    const range = { minimum: 1, maximum: 10 }
    expect(numberFault(4, range, true)).toBeUndefined()
    expect(numberFault(4.5, range, true)).toBe('Enter a whole number.')
    expect(numberFault(0, range, true)).toBe('At least 1.')
  })
})
