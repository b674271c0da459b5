/** What a table must come out as; what is left out is free. */
interface Wanted {
  readonly delimiter?: string
  readonly header?: boolean
  readonly encoding?: string
  readonly rows: number
  /** "name:type" or "name:type [unit]". */
  readonly columns: readonly string[]
  /** The first row's values, and the last's. */
  readonly first?: readonly (number | string | null)[]
  readonly last?: readonly (number | string | null)[]
  readonly rejected?: number
}

export type Case = readonly [what: string, text: string | Buffer, wanted: Wanted]

/** Lines with a final end. */
export const lines = (...all: string[]): string => `${all.join('\n')}\n`
/** So many lines, made by their number from 0. */
export const many = (rows: number, make: (row: number) => string): string[] =>
  Array.from({ length: rows }, (_, row) => make(row))
export const utc = (...date: [number, number, number]): number =>
  Date.UTC(date[0], date[1] - 1, date[2]) / 1000
