import { describe, expect, it } from 'vitest'
import { createPacer } from '#main/trainer/pacer.ts'

describe('createPacer', () => {
  it('makes step k due k / pace after the start', () => {
    const pacer = createPacer(5)
    pacer.restart(1000)
    expect(pacer.wait(1000)).toBe(200)
    expect(pacer.wait(1150)).toBe(50)
    pacer.stepped()
    expect(pacer.wait(1200)).toBe(200)
  })

  it('makes up for a late timer', () => {
    const pacer = createPacer(100)
    pacer.restart(0)
    // Woken at 25 ms: steps 1 and 2 are due, step 3 at 30 ms.
    expect(pacer.wait(25)).toBe(0)
    pacer.stepped()
    expect(pacer.wait(25)).toBe(0)
    pacer.stepped()
    expect(pacer.wait(25)).toBe(5)
  })

  it('does not make up for a stall', () => {
    const pacer = createPacer(10)
    pacer.restart(0)
    expect(pacer.wait(5000)).toBe(0)
    pacer.stepped()
    expect(pacer.wait(5000)).toBe(100)
  })

  it('changes its pace at once, and knows none', () => {
    const pacer = createPacer(1)
    pacer.restart(0)
    pacer.setPace(50, 400)
    expect(pacer.wait(400)).toBe(20)
    pacer.setPace(null, 410)
    expect(pacer.wait(410)).toBe(0)
  })
})
