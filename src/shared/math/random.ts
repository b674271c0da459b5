import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/**
 * What a seed decides, each from a stream of its own: drawing more from one never shifts another.
 * New names go to the end, so that the streams of old ones stay.
 */
export const randomStreams = [
  'split',
  'weights',
  'batches',
  'noise',
  'nudges',
  'table',
  'trials',
] as const
export type RandomStream = (typeof randomStreams)[number]

/** A source of random numbers, the same ones for the same seed and stream. */
export interface Random {
  /** A number in [0, 1), 53 bits of it random. */
  uniform(): number
  /** A whole number in [0, bound). */
  below(bound: number): number
  /** A standard normal deviate. */
  normal(): number
  /** Shuffles in place; every order is equally likely (Fisher–Yates). */
  shuffle(values: Int32Array): void
  /** Where the generator stands, for {@link resumeRandom}; a normal deviate that it has to spare is not in it. */
  state(): readonly number[]
}

/**
 * Streams lie 2^64 numbers apart on one sequence of xoroshiro128+ (a jump each), so they never
 * meet. The first jump also spreads neighbouring seeds, whose first numbers would be alike.
 *
 * @param seed a whole number in [0, 2^32)
 * @see Blackman & Vigna 2018, Scrambled Linear Pseudorandom Number Generators
 */
export function createRandom(seed: number, stream: RandomStream): Random {
  const generator = xoroshiro128plus(seed)
  for (let jump = 0; jump <= randomStreams.indexOf(stream); jump++) generator.jump()
  return randomOf(generator)
}

/** @param state four words, as {@link Random.state} gave them. @throws RangeError when they are not four */
export function resumeRandom(state: readonly number[]): Random {
  if (state.length !== 4) throw new RangeError('the state of a generator is four words')
  return randomOf(xoroshiro128plusFromState(state))
}

function randomOf(generator: JumpableRandomGenerator): Random {
  const uniform = (): number => uniformFloat64(generator)
  const below = (bound: number): number => uniformInt(generator, 0, bound - 1)
  // The polar method yields two deviates at a time.
  let spare: number | undefined

  return {
    uniform,
    below,
    normal() {
      if (spare !== undefined) {
        const kept = spare
        spare = undefined
        return kept
      }
      for (;;) {
        const x = 2 * uniform() - 1
        const y = 2 * uniform() - 1
        const square = x * x + y * y
        if (square === 0 || square >= 1) continue
        const factor = Math.sqrt((-2 * Math.log(square)) / square)
        spare = y * factor
        return x * factor
      }
    },
    state: () => [...generator.getState()],
    shuffle(values) {
      for (let last = values.length - 1; last > 0; last--) {
        const other = below(last + 1)
        const kept = values[last]!
        values[last] = values[other]!
        values[other] = kept
      }
    },
  }
}

/** @returns 0, 1, … count − 1 in a random order */
export function permutation(random: Random, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index)
  random.shuffle(order)
  return order
}
