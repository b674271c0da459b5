import { quantileOfSorted } from '../math/quantiles.ts'
import type { FeatureColumn } from './table.ts'

/** @returns whether a row lacks a value; an infinite number is none */
export function isMissing(column: FeatureColumn, row: number): boolean {
  return 'values' in column ? !Number.isFinite(column.values[row]) : column.codes[row]! < 0
}

/** @returns how many rows lack a value */
export function countMissing(column: FeatureColumn): number {
  let missing = 0
  if ('values' in column) {
    for (const value of column.values) if (!Number.isFinite(value)) missing++
  } else {
    for (const code of column.codes) if (code < 0) missing++
  }
  return missing
}

/** A target's classes. */
export interface Classes {
  /** An entry per row of the table; −1 where it has none. */
  readonly codes: Int32Array
  /** Categories as they stand; numbers (digits, say) in ascending order. */
  readonly names: readonly string[]
  /** How many of them some row has. */
  readonly present: number
}

/**
 * @param rows the rows whose values count
 * @param most distinct numbers at most
 * @returns undefined when there are more
 */
export function presentClasses(
  column: FeatureColumn,
  rows: Int32Array,
  most: number,
): Classes | undefined {
  if (!('values' in column)) {
    const seen = new Uint8Array(column.categories.length)
    for (const row of rows) seen[column.codes[row]!] = 1
    const present = seen.reduce((sum, each) => sum + each, 0)
    return { codes: column.codes, names: column.categories, present }
  }
  const { values } = column
  const found = new Set<number>()
  for (const row of rows) {
    found.add(values[row]!)
    if (found.size > most) return undefined
  }
  const distinct = Float64Array.from(found).sort()
  const codeOf = new Map(Array.from(distinct, (value, code) => [value, code] as const))
  const codes = new Int32Array(values.length).fill(-1)
  for (const row of rows) codes[row] = codeOf.get(values[row]!)!
  return { codes, names: Array.from(distinct, String), present: distinct.length }
}

/**
 * A quantity with its missing values filled, by the mean or the median of the rows it is fitted on;
 * by 0 where none of those has a value.
 *
 * @param fitted the training rows: no other value is looked at
 * @returns a copy, an entry per row
 */
export function fillQuantity(
  kind: 'mean' | 'median',
  values: Float64Array,
  fitted: Int32Array,
): Float64Array {
  const known = Float64Array.from(fitted, (row) => values[row]!).filter(Number.isFinite)
  const fill =
    known.length === 0 ? 0 : kind === 'mean' ? meanOf(known) : quantileOfSorted(known.sort(), 0.5)
  return values.map((value) => (Number.isFinite(value) ? value : fill))
}

/** The mean, without the sum, which may overflow where no value does. */
function meanOf(values: Float64Array): number {
  const sum = values.reduce((total, value) => total + value, 0)
  if (Number.isFinite(sum)) return sum / values.length
  return values.reduce((total, value) => total + value / values.length, 0)
}

/**
 * The commonest category of the rows it is fitted on; of equally common ones the first of the
 * column's.
 *
 * @returns −1 where none of those rows has a value
 */
export function commonestCode(codes: Int32Array, categories: number, fitted: Int32Array): number {
  const counts = new Int32Array(categories)
  for (const row of fitted) {
    const code = codes[row]!
    if (code >= 0) counts[code]!++
  }
  let best = -1
  counts.forEach((count, code) => {
    if (count > (best < 0 ? 0 : counts[best]!)) best = code
  })
  return best
}
