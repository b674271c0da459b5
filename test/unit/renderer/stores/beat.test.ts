import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBeat } from '#renderer/stores/beat.ts'

/** Frames that come when the test says so. */
let waiting = new Map<number, () => void>()
let numbers = 0

function frame(): void {
  const now = [...waiting.values()]
  waiting = new Map()
  for (const callback of now) callback()
}

beforeEach(() => {
  waiting = new Map()
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    waiting.set(++numbers, callback)
    return numbers
  })
  vi.stubGlobal('cancelAnimationFrame', (number: number) => waiting.delete(number))
})
afterEach(() => vi.unstubAllGlobals())

describe('a beat', () => {
  it('comes with the next frame, then leaves two alone', () => {
    const beats: number[] = []
    let at = 0
    const beat = createBeat(() => beats.push(at))
    for (at = 1; at <= 10; at++) {
      beat.ask()
      beat.ask()
      frame()
    }
    expect(beats).toEqual([1, 4, 7, 10])
  })

  it('comes at once again after a rest that nobody asked in, and asks for no frame meanwhile', () => {
    let beats = 0
    const beat = createBeat(() => beats++)
    beat.ask()
    for (let at = 0; at < 5; at++) frame()
    expect([beats, waiting.size]).toEqual([1, 0])
    beat.ask()
    frame()
    expect(beats).toBe(2)
  })

  it('does what was asked for during a rest when the rest is over', () => {
    let beats = 0
    const beat = createBeat(() => beats++)
    beat.ask()
    frame()
    beat.ask()
    frame()
    frame()
    expect(beats).toBe(1)
    frame()
    expect(beats).toBe(2)
  })

  it('stops', () => {
    let beats = 0
    const beat = createBeat(() => beats++)
    beat.ask()
    beat.stop()
    frame()
    expect([beats, waiting.size]).toEqual([0, 0])
  })
})
