import type { ColumnSummary } from '../../contract/tables.ts'
import type { Column } from '../table.ts'
import { countDistinct } from './distinct.ts'
import { histogramOf } from './histogram.ts'

/** The most values of a category that a summary lists. */
const mostValues = 20

/** A column's summary, and what else has to be known to suggest a target. */
export interface ColumnProfile {
  readonly summary: ColumnSummary
  /** Whether every known value is a whole number. */
  readonly whole: boolean
}

/** Looks at every cell of a column, without an object per cell. */
export function profileColumn(column: Column): ColumnProfile {
  const { name, type } = column
  const blank = { name, type, min: null, max: null, mean: null }
  if (column.type === 'text') {
    const { missing, distinct } = column
    return { summary: { ...blank, missing, distinct }, whole: false }
  }
  if ('values' in column) {
    const profile = profileNumbers(name, column.type, column.values)
    if (column.type === 'date' || column.unit === undefined) return profile
    return { ...profile, summary: { ...profile.summary, unit: column.unit } }
  }
  const { codes, categories } = column
  const counts = new Uint32Array(categories.length)
  let missing = 0
  for (const code of codes) {
    if (code < 0) missing++
    else counts[code]!++
  }
  const present = [...counts.keys()].filter((code) => counts[code]! > 0)
  const values = present
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, mostValues)
    .map((code) => ({ value: categories[code]!, count: counts[code]! }))
  return { summary: { ...blank, missing, distinct: present.length, values }, whole: false }
}

function profileNumbers(
  name: string,
  type: 'number' | 'date',
  values: Float64Array,
): ColumnProfile {
  let known = 0
  let minimum = Infinity
  let maximum = -Infinity
  let sum = 0
  let whole = true
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    if (!Number.isFinite(value)) continue
    known++
    sum += value
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
    if (whole && value !== Math.floor(value)) whole = false
  }
  const missing = values.length - known
  if (known === 0) {
    const summary = { name, type, missing, distinct: 0, min: null, max: null, mean: null }
    return { summary, whole: false }
  }
  const extent = { minimum, maximum, known, whole, time: type === 'date' }
  return {
    summary: {
      name,
      type,
      missing,
      distinct: minimum === maximum ? 1 : countDistinct(values),
      min: minimum,
      max: maximum,
      mean: Number.isFinite(sum) ? sum / known : carefulMean(values, known),
      histogram: histogramOf(values, extent),
    },
    whole,
  }
}

/** The mean where the sum overflows. */
function carefulMean(values: Float64Array, known: number): number {
  let mean = 0
  for (const value of values) if (Number.isFinite(value)) mean += value / known
  return mean
}
