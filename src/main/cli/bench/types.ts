/** One measured number. */
export interface Figure {
  /** Names it for ratios and for `--json`. */
  readonly key: string
  /** What a person reads. */
  readonly label: string
  readonly value: number
  readonly unit: 'run-steps/s' | 'runs/s' | 'ms' | 'µs' | 'ns' | 'MB'
}

/** Says what goes on, where results don't go. */
export type Say = (line: string) => void

/** Something measured: a module of its own each, listed in `index.ts`. */
export interface Measurement {
  readonly name: string
  /** Measures; takes a minute at most. */
  run(say: Say): Promise<readonly Figure[]>
  /** Lines of ratios that end the report, from every figure measured. Left out, it has none. */
  ratios?(value: (key: string) => number): readonly string[]
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length % 2 === 1) return sorted[middle]!
  return (sorted[middle - 1]! + sorted[middle]!) / 2
}
