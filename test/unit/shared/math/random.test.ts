import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, permutation, randomStreams, resumeRandom } from '#shared/math/random.ts'

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next)
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

describe('createRandom', () => {
  it('gives the same numbers for the same seed and stream', () => {
    const first = createRandom(7, 'weights')
    const second = createRandom(7, 'weights')
    expect(draw(20, first.uniform)).toEqual(draw(20, second.uniform))
  })

  it('keeps the numbers that runs on disk were made with', () => {
    // Written down once: a change here would make every old run irreproducible.
    expect(draw(3, createRandom(1, 'split').uniform)).toMatchInlineSnapshot(`
      [
        0.5516269059277428,
        0.9171766928384073,
        0.8382188006730045,
      ]
    `)
    expect(draw(3, createRandom(1, 'weights').normal)).toMatchInlineSnapshot(`
      [
        -0.9176339892646582,
        -0.7855015161864335,
        -0.7119208841915718,
      ]
    `)
    expect([...permutation(createRandom(1, 'batches'), 8)]).toMatchInlineSnapshot(`
      [
        4,
        6,
        3,
        0,
        7,
        2,
        5,
        1,
      ]
    `)
  })

  it('gives every stream numbers of its own', () => {
    const firsts = randomStreams.map((stream) => createRandom(3, stream).uniform())
    expect(new Set(firsts).size).toBe(randomStreams.length)
  })

  it('gives neighbouring seeds unrelated first numbers', () => {
    const firsts = Array.from({ length: 2000 }, (_, seed) => createRandom(seed, 'split').uniform())
    // Uniform: mean 1/2 and variance 1/12, within five standard errors of 2000 draws.
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 2000))
    const products = firsts.slice(1).map((value, index) => (value - 0.5) * (firsts[index]! - 0.5))
    expect(Math.abs(mean(products))).toBeLessThan((5 * (1 / 12)) / Math.sqrt(1999))
  })

  it('draws normal deviates', () => {
    const values = draw(20_000, createRandom(11, 'weights').normal)
    const squares = values.map((value) => value ** 2)
    const fourths = values.map((value) => value ** 4)
    // Moments 0, 1 and 3 of the normal; deviations of their estimates are 1, √2 and √96 over √n.
    const root = Math.sqrt(values.length)
    expect(Math.abs(mean(values))).toBeLessThan(5 / root)
    expect(Math.abs(mean(squares) - 1)).toBeLessThan((5 * Math.SQRT2) / root)
    expect(Math.abs(mean(fourths) - 3)).toBeLessThan((5 * Math.sqrt(96)) / root)
  })

  it('draws whole numbers below a bound, each as often', () => {
    const { below } = createRandom(5, 'batches')
    const counts = [0, 0, 0, 0, 0, 0]
    for (let i = 0; i < 6000; i++) counts[below(6)]!++
    // 1000 expected each; the deviation of a count is √(6000 · 1/6 · 5/6) ≈ 29.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(5 * 29)
  })
})

describe('permutation', () => {
  it('holds every index once', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(300), (seed, count) => {
        const order = permutation(createRandom(seed, 'batches'), count)
        expect([...order].sort((a, b) => a - b)).toEqual(draw(count, () => 0).map((_, i) => i))
      }),
    )
  })

  it('makes every order equally likely', () => {
    const random = createRandom(17, 'batches')
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = permutation(random, 3).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * 29)
  })
})

describe('resumeRandom', () => {
  it('goes on where a generator stood', () => {
    const random = createRandom(11, 'batches')
    permutation(random, 50)
    const state = random.state()
    const expected = draw(20, random.uniform)
    expect(draw(20, resumeRandom(state).uniform)).toEqual(expected)
    // A copy: what was drawn since has not changed it.
    expect(draw(20, resumeRandom(state).uniform)).toEqual(expected)
    expect(() => resumeRandom([1, 2, 3])).toThrow(RangeError)
  })
})
