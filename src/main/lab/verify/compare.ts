/** How far some numbers are from the ones expected. */
export interface Difference {
  /** Infinity where a number is missing, or not a number where it should be one. */
  readonly absolute: number
  /** The same, by the size of the number expected; where that is 0, the absolute. */
  readonly relative: number
  /** The same, by max(1, |the number expected|). */
  readonly scaled: number
  /** Where the largest absolute difference stands, `trainLoss[13]`. */
  readonly where: string
}

/** Collects the largest differences over many numbers. */
export interface Comparison {
  add(name: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void
  result(): Difference
}

export function createComparison(): Comparison {
  let absolute = 0
  let relative = 0
  let scaled = 0
  let where = ''
  return {
    add(name, actual, expected) {
      for (let i = 0; i < expected.length; i++) {
        const difference = distance(actual[i] ?? NaN, expected[i]!)
        const size = Math.abs(expected[i]!)
        if (difference > absolute || where === '') where = `${name}[${i}]`
        absolute = Math.max(absolute, difference)
        relative = Math.max(relative, size === 0 ? difference : difference / size)
        scaled = Math.max(scaled, difference / Math.max(1, size))
      }
    },
    result: () => ({ absolute, relative, scaled, where }),
  }
}

function distance(actual: number, expected: number): number {
  const difference = Math.abs(actual - expected)
  return Number.isNaN(difference) ? Infinity : difference
}
