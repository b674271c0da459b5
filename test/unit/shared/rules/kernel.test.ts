import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TensorLayout } from '#shared/rules/interpret.ts'
import { hasSimd } from '#shared/rules/wasm.ts'
import { randomProgram, type ProgramOptions } from '#test/support/random-programs.ts'
import { resolved, takeStep, tensorsFrom, type Numbers, type Stepped } from '#test/support/rules.ts'
import { cases } from '#test/support/thorough.ts'

const layouts = [
  tensorsFrom([1]),
  tensorsFrom([2]),
  tensorsFrom([3, 2]),
  tensorsFrom([1, 1], [1]),
  tensorsFrom([2, 3], [3], [3, 1], [1]),
  tensorsFrom([5], [1, 4], [7]),
]

const sizeOf = (tensors: readonly TensorLayout[]): number =>
  tensors.reduce((sum, { rows, columns }) => sum + rows * columns, 0)

const ordinary = fc.double({ min: -4, max: 4, noNaN: true })
const special = fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 5e-324, 1e300, -1e-300, 1e16)
const positive = fc.double({ min: 0.125, max: 2, noNaN: true })

/** Random numbers of some runs. */
function numbersFrom(value: fc.Arbitrary<number>, length: number): fc.Arbitrary<Numbers> {
  const values = fc.array(value, { minLength: length, maxLength: length })
  return fc.tuple(values, values, values, values).map(([w, g, p, q]) => ({ w, g, slots: { p, q } }))
}

/** Holds two results against each other, to the bit unless a tolerance is given. */
function expectAlike(one: Stepped, other: Stepped, source: string, tolerance = 0): void {
  const parts = (stepped: Stepped): Record<string, readonly number[]> => ({
    w: stepped.w,
    g: stepped.g,
    ...stepped.slots,
  })
  const others = parts(other)
  for (const [name, values] of Object.entries(parts(one))) {
    values.forEach((value, index) => {
      const expected = others[name]![index]!
      if (Object.is(value, expected)) return
      const difference = Math.abs(value - expected) / Math.abs(expected)
      expect(difference, `${name}[${index}]: ${value} for ${expected} by\n${source}`).toBeLessThan(
        tolerance || Number.MIN_VALUE,
      )
    })
  }
  // Sums of squares are added in another order.
  one.measures.forEach((value, index) => {
    const expected = other.measures[index]!
    if (Object.is(value, expected)) return
    const difference = Math.abs(value - expected) / Math.abs(expected)
    expect(difference, `measure ${index} by\n${source}`).toBeLessThan(1e-12 + 10 * tolerance)
  })
}

const plain: ProgramOptions = {
  divisors: 'changing',
  reductions: false,
  scalars: false,
  matrix: false,
}

// Each case compiles a module.
describe('a compiled kernel', () => {
  it('runs here', () => {
    expect(hasSimd()).toBe(true)
  })

  it.each<[string, ProgramOptions]>([
    ['element by element', plain],
    ['with reductions in several passes', { ...plain, reductions: true }],
    ['with lines for matrices alone', { ...plain, reductions: true, matrix: true }],
    ['with choices for matrices alone', { ...plain, matrix: true }],
    ['with tensors set to one number', { ...plain, reductions: true, scalars: true, matrix: true }],
  ])('does what the interpreter does, to the bit, %s', (_, options) => {
    let compiled = 0
    const tried = cases(30, 4000)
    fc.assert(
      fc.property(
        fc.gen(),
        fc.constantFrom(...layouts),
        fc.integer({ min: 1, max: 3 }),
        (g, tensors, runs) => {
          const source = randomProgram(g, options)
          const program = resolved(source)
          const numbers = g(() =>
            numbersFrom(
              fc.oneof({ weight: 8, arbitrary: ordinary }, special),
              runs * sizeOf(tensors),
            ),
          )
          const step = (onKernel: boolean): Stepped =>
            takeStep(program, { tensors, numbers, compiled: onKernel, keep: 1 })
          const kernel = step(true)
          if (kernel.compiled) compiled++
          expectAlike(kernel, step(false), source)
        },
      ),
      { numRuns: tried, endOnFailure: true },
    )
    // Those that put too much aside are interpreted, which would prove nothing.
    expect(compiled).toBeGreaterThan(0.7 * tried)
  })

  it('divides by step constants as precisely', () => {
    fc.assert(
      fc.property(fc.gen(), fc.constantFrom(...layouts), (g, tensors) => {
        const source = randomProgram(g, {
          divisors: 'constant',
          reductions: true,
          scalars: true,
          matrix: true,
        })
        const program = resolved(source)
        const numbers = g(() => numbersFrom(positive, sizeOf(tensors)))
        const step = (compiled: boolean): Stepped =>
          takeStep(program, { tensors, numbers, compiled })
        expectAlike(step(true), step(false), source, 1e-13)
      }),
      { numRuns: cases(40, 4000), endOnFailure: true },
    )
  })

  it('gives a run the same numbers however runs are split, and wherever they lie', () => {
    fc.assert(
      fc.property(
        fc.gen(),
        fc.constantFrom(...layouts),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 1 }),
        fc.nat(),
        (g, tensors, runs, shift, cut) => {
          const source = randomProgram(g, { ...plain, reductions: true, matrix: true })
          const program = resolved(source)
          const size = sizeOf(tensors)
          const numbers = g(() => numbersFrom(ordinary, runs * size))
          const together = takeStep(program, { tensors, numbers, compiled: true, keep: 1 })
          const middle = cut % (runs + 1)
          const ranges = [
            [middle, runs],
            [0, middle],
          ] as const
          const apart = takeStep(program, {
            tensors,
            numbers,
            compiled: true,
            keep: 1,
            ranges,
            shift,
          })
          expect(apart).toEqual(together)
          // One of them among others that are not finite.
          const own = cut % runs
          const part = (values: readonly number[]): number[] =>
            values.map((value, at) => (Math.floor(at / size) === own ? value : NaN))
          const among = takeStep(program, {
            tensors,
            compiled: true,
            keep: 1,
            numbers: {
              w: part(numbers.w),
              g: part(numbers.g),
              slots: { p: part(numbers.slots.p!), q: part(numbers.slots.q!) },
            },
          })
          const of = (values: readonly number[]): number[] =>
            values.slice(own * size, (own + 1) * size)
          expect(of(among.w)).toEqual(of(together.w))
          expect(of(among.g)).toEqual(of(together.g))
          expect(of(among.slots.p!)).toEqual(of(together.slots.p!))
          expect(among.measures.slice(3 * own, 3 * own + 3)).toEqual(
            together.measures.slice(3 * own, 3 * own + 3),
          )
        },
      ),
      { numRuns: cases(30, 3000), endOnFailure: true },
    )
  })

  it('leaves the remainders that the interpreter leaves', () => {
    const values = [7, -7, 0.5, -0.5, 0, -0, 1e300, NaN, Infinity, 6]
    const numbers = { w: values, g: [...values].reverse(), slots: { p: values, q: values } }
    const program = resolved('w = w % 3 + t % b\np = p % -0.75\nq = w % g')
    const [one, other] = [true, false].map((compiled) =>
      takeStep(program, { tensors: tensorsFrom([10]), numbers, compiled }),
    ) as [Stepped, Stepped]
    expect([one.compiled, one.w[1], one.slots.p![0]]).toEqual([true, 2 + 2, -0.5])
    expectAlike(one, other, 'remainders')
  })
})
