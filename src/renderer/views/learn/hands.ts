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
