import type { Point } from '../surfaces/index.ts'
import type { Ask, Guess } from './types.ts'

/** How far a prediction is from the truth: nothing is graded, the numbers are said. */
export type Score =
  /** Of a drawn curve: the mean distance of its handles, and where it was furthest. */
  | {
      readonly kind: 'curve'
      readonly mean: number
      readonly at: number
      readonly said: number
      readonly is: number
    }
  | { readonly kind: 'point'; readonly off: number; readonly is: Point }
  | { readonly kind: 'choice'; readonly right: boolean; readonly said: string; readonly is: string }
  | {
      readonly kind: 'value'
      readonly said: number
      readonly is: number
      /** On a logarithmic axis said / is, else said − is. */
      readonly off: number
      readonly logarithmic: boolean
    }

/** @returns how far off a guess is. @throws Error where guess or truth are not of the kind that was asked for */
export function scoreOf(ask: Ask, guess: Guess, truth: Guess): Score {
  if (ask.kind === 'curve' && isHeights(guess) && isHeights(truth)) {
    const off = truth.map((is, index) => Math.abs(guess[index]! - is))
    const worst = off.indexOf(Math.max(...off))
    return {
      kind: 'curve',
      mean: off.reduce((sum, each) => sum + each, 0) / off.length,
      at: ask.at[worst]!,
      said: guess[worst]!,
      is: truth[worst]!,
    }
  }
  if (ask.kind === 'point' && isPoint(guess) && isPoint(truth)) {
    return { kind: 'point', off: Math.hypot(guess.x - truth.x, guess.y - truth.y), is: truth }
  }
  if (ask.kind === 'choice' && typeof guess === 'string' && typeof truth === 'string') {
    return { kind: 'choice', right: guess === truth, said: guess, is: truth }
  }
  if (ask.kind === 'value' && typeof guess === 'number' && typeof truth === 'number') {
    const logarithmic = ask.logarithmic === true
    const off = logarithmic ? guess / truth : guess - truth
    return { kind: 'value', said: guess, is: truth, off, logarithmic }
  }
  throw new Error(`no prediction of a ${ask.kind}: ${JSON.stringify(guess)}`)
}

const isHeights = (guess: Guess): guess is readonly number[] => Array.isArray(guess)

const isPoint = (guess: Guess): guess is Point => typeof guess === 'object' && 'x' in guess

/** @returns where a learner's hand is before anything was said */
export function firstGuess(ask: Ask): Guess | undefined {
  switch (ask.kind) {
    case 'curve':
      return ask.at.map(() => ask.first)
    case 'choice':
      return undefined
    default:
      return ask.first
  }
}
