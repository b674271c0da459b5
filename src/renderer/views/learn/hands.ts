import { niceStep } from '#shared/charts/scale.ts'
import type { Ask, Guess } from '#shared/lessons/index.ts'
import { scoreOf } from '#shared/lessons/score.ts'

/** What a class has said, taken together. */
export interface Hands {
  readonly all: number
  /** Of each option its share of all hands. */
  readonly shares: Readonly<Record<string, number>>
  /** Most hands were for it; undefined where none was up. */
  readonly most: string | undefined
}

/** @returns how a class divides over the options of a choice */
export function handsOf(
  options: readonly string[],
  hands: Readonly<Record<string, number>>,
): Hands {
  const count = (option: string): number => hands[option] ?? 0
  const all = options.reduce((sum, option) => sum + count(option), 0)
  const shares = Object.fromEntries(
    options.map((option) => [option, all === 0 ? 0 : count(option) / all]),
  )
  const most = options.reduce((best, option) => (count(option) > count(best) ? option : best))
  return { all, shares, most: all === 0 ? undefined : most }
}

/** @returns the numbers in what was typed, apart by blanks or semicolons; a decimal comma is as good as a point */
export function calledValues(text: string): number[] {
  return text
    .split(/[\s;；]+/)
    .filter((word) => word !== '')
    .map((word) => Number(word.replace(',', '.').replace('−', '-')))
    .filter((value) => Number.isFinite(value))
}

/** @returns the middle one, or the mean of the two in the middle. @param values at least one */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return sorted.length % 2 === 1
    ? sorted[Math.floor(half)]!
    : (sorted[half - 1]! + sorted[half]!) / 2
}

/**
 * @param guesses at least one, of the kind that is asked for
 * @returns what lies in their middle: of curves and places the median of each coordinate
 */
export function middleOf(guesses: readonly Guess[]): Guess {
  const [first] = guesses
  const over = (of: (guess: never) => number): number => medianOf((guesses as never[]).map(of))
  if (Array.isArray(first)) {
    return first.map((_, at) => over((heights: readonly number[]) => heights[at]!))
  }
  if (typeof first === 'object' && 'x' in first) {
    return { x: over(({ x }: { x: number }) => x), y: over(({ y }: { y: number }) => y) }
  }
  return typeof first === 'number' ? over((value: number) => value) : first!
}

/** @returns how far each guess is from the truth: a curve on average, a place as the crow flies, a value as it stands */
export function distancesOf(ask: Ask, guesses: readonly Guess[], truth: Guess): number[] {
  return guesses.map((guess) => {
    const score = scoreOf(ask, guess, truth)
    if (score.kind === 'curve') return score.mean
    if (score.kind === 'point') return score.off
    return score.kind === 'value' ? Math.abs(score.said - score.is) : NaN
  })
}

/** One bar of a distribution: from `from` on, below `to`. */
interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

/**
 * @param logarithmic bins of the same factor in place of the same width; all values are positive
 * @returns some five bins with round edges, from the lowest value to the highest
 */
export function binsOf(values: readonly number[], logarithmic = false): Bin[] {
  const on = (value: number): number => (logarithmic ? Math.log10(value) : value)
  const off = (value: number): number => (logarithmic ? 10 ** value : value)
  const all = values.map(on)
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const step = niceStep(most - least || Math.abs(most) || 1, 5)
  const first = Math.floor(least / step + 1e-9)
  const last = Math.max(first, Math.floor(most / step + 1e-9))
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const at = first + index
    const count = all.filter((value) => Math.floor(value / step + 1e-9) === at).length
    return { from: off(at * step), to: off((at + 1) * step), count }
  })
}
