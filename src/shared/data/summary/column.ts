import type { ColumnSummary } from '#shared/contract/tables.ts'
import type { Column } from '../table.ts'
import { countDistinct } from './distinct.ts'
import { histogramOf } from './histogram.ts'

/** The most values of a category that a summary lists. */
const mostValues = 20

/** Looks at every cell of a column, without an object per cell. */
export function summariseColumn(column: Column): ColumnSummary {
  const { name, type } = column
  const blank = { name, type, whole: false, min: null, max: null, mean: null }
  if (column.type === 'text') {
    const { missing, distinct } = column
    return { ...blank, missing, distinct }
  }
  if ('values' in column) {
    const summary = summariseNumbers(name, column.type, column.values)
    if (column.type === 'date' || column.unit === undefined) return summary
    return { ...summary, unit: column.unit }
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
  return { ...blank, missing, distinct: present.length, values }
}

function summariseNumbers(
  name: string,
  type: 'number' | 'date',
  values: Float64Array,
): ColumnSummary {
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
    return { name, type, missing, distinct: 0, whole: false, min: null, max: null, mean: null }
  }
  const extent = { minimum, maximum, known, whole, time: type === 'date' }
  return {
    name,
    type,
    missing,
    distinct: minimum === maximum ? 1 : countDistinct(values),
    whole,
    min: minimum,
    max: maximum,
    mean: Number.isFinite(sum) ? sum / known : carefulMean(values, known),
    histogram: histogramOf(values, extent),
  }
}

/** The mean where the sum overflows. */
function carefulMean(values: Float64Array, known: number): number {
  let mean = 0
  for (const value of values) if (Number.isFinite(value)) mean += value / known
  return mean
}
