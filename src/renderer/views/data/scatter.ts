import { completeSettings, settingFault, type Generator } from '#shared/data/generators/index.ts'
import type { Column, Table } from '#shared/data/table.ts'

/** Cells that are drawn anew while a setting is changed; a table of more shows a smaller one. */
const mostCells = 400_000
/** Points of a picture. */
const mostPoints = 2000

/** A generator's table, or a smaller one drawn by the same settings where it is too large to be quick. */
export interface Drawn {
  readonly table: Table
  /** Rows that the whole table has. */
  readonly rows: number
}

/** @returns undefined where a setting is wrong */
export function drawTable(
  generator: Generator,
  given: Readonly<Record<string, number>>,
): Drawn | undefined {
  const settings = completeSettings(generator, given)
  const wrong = Object.entries(settings).some(
    ([key, value]) => settingFault(generator, key, value) !== undefined,
  )
  if (wrong) return undefined
  const rows = settings.rows ?? 0
  const features = settings.features ?? 2
  const least = generator.settings.find(({ key }) => key === 'rows')?.range.minimum ?? 1
  const drawn = Math.min(rows, Math.max(least, Math.floor(mostCells / features)))
  return { table: generator.make({ ...settings, rows: drawn }), rows }
}

/** A point of the picture; its colour is a class, or a share from the least target to the largest. */
export interface Points {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly colour: Float64Array
  /** The classes by number, undefined where the target is a quantity. */
  readonly classes: readonly string[] | undefined
}

function numberOf(column: Column | undefined, row: number): number {
  if (!column || column.type === 'text') return NaN
  return 'values' in column ? (column.values[row] ?? NaN) : (column.codes[row] ?? NaN)
}

/** Multiples of these, modulo 1, fill a square evenly: points of categories are spread by them. */
const [firstSpread, secondSpread] = [0.7548776662466927, 0.5698402909980532]

/** Of a category's place on an axis, the share that its points are spread over. */
const spreadShare = 0.5

function placeOf(column: Column | undefined, row: number, spread: number): number {
  const value = numberOf(column, row)
  if (!column || !('codes' in column)) return value
  return value + (((row * spread) % 1) - 0.5) * spreadShare
}

/**
 * @returns the rows as points, evenly thinned to what a picture shows; where an axis is of
 *   categories, they are spread a little, so that they do not hide one another
 * @see Roberts 2018, The Unreasonable Effectiveness of Quasirandom Sequences
 */
export function pointsOf(table: Table, across: string, up: string): Points {
  const find = (name: string): Column | undefined =>
    table.columns.find((column) => column.name === name)
  const [x, y, target] = [find(across), find(up), find(table.target)]
  const count = Math.min(table.rows, mostPoints)
  const rows = Float64Array.from({ length: count }, (_, at) =>
    Math.floor((at * table.rows) / count),
  )
  const colour = rows.map((row) => numberOf(target, row))
  return {
    x: rows.map((row) => placeOf(x, row, firstSpread)),
    y: rows.map((row) => placeOf(y, row, secondSpread)),
    colour: target && 'codes' in target ? colour : shares(colour),
    classes: target && 'codes' in target ? target.categories : undefined,
  }
}

/** Each value's place between the 2nd and the 98th percent, so that an outlier leaves the rest its colours. */
function shares(values: Float64Array): Float64Array {
  const sorted = values.filter(Number.isFinite).sort()
  const low = sorted[Math.floor((sorted.length - 1) * 0.02)] ?? 0
  const high = sorted[Math.ceil((sorted.length - 1) * 0.98)] ?? 1
  return values.map((value) => Math.min(1, Math.max(0, (value - low) / (high - low || 1))))
}
