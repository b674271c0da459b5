import { describe, expect, it } from 'vitest'
import { createVoices } from '#scripts/test/voices.ts'

describe('what programs print that run side by side', () => {
  it('is heard at once of the first, and of the next as a whole when it has ended', () => {
    let heard = ''
    const voices = createVoices((text) => (heard += text))
    const [a, b] = [voices.open(), voices.open()]
    a.write('a1 ')
    b.write('b1 ')
    a.write('a2 ')
    expect(heard).toBe('a1 a2 ')
    b.write('b2 ')
    a.end()
    expect(heard).toBe('a1 a2 b1 b2 ')
    b.write('b3')
    expect(heard).toBe('a1 a2 b1 b2 b3')
  })

  it('is printed of those that have ended before one that goes on', () => {
    let heard = ''
    const voices = createVoices((text) => (heard += text))
    const [a, b, c, d] = [voices.open(), voices.open(), voices.open(), voices.open()]
    b.write('b ')
    c.write('c ')
    c.end()
    d.write('d ')
    d.end()
    expect(heard).toBe('')
    a.end()
    expect(heard).toBe('c d b ')
    b.write('more')
    expect(heard).toBe('c d b more')
  })
})
