import type { ExperimentSpec } from '../experiment/spec.ts'
import { refuse, type Fault } from './faults.ts'
import { countMissing, isMissing, presentClasses } from './missing.ts'
import { isQuantity, type Column, type FeatureColumn, type Table } from './table.ts'

/** A number column with more distinct values than this is a quantity, not a class. */
export const mostNumericClasses = 1000

/** A column of a table and the inputs that it becomes. */
export interface Feature {
  readonly column: FeatureColumn
  /** Its first input, and how many it has. */
  readonly first: number
  readonly width: number
  /** Whether a row that is learned from lacks it: then a fill is fitted. */
  readonly filled: boolean
}

/** How a spec reads a table, before split, fills and scaling. Rows are the table's own throughout. */
export interface Encoding {
  /** The table's rows to learn from, ascending. */
  readonly rows: Int32Array
  /** Rows left out because a value is missing and `spec.missing` says so. */
  readonly droppedRows: number
  readonly inputs: number
  readonly features: readonly Feature[]
  /** A name per input. */
  readonly featureNames: readonly string[]
  readonly target: EncodedTarget
}

/** An entry per row of the table; of rows left out it says nothing. */
export type EncodedTarget =
  | { readonly kind: 'classes'; readonly codes: Int32Array; readonly names: readonly string[] }
  | { readonly kind: 'quantity'; readonly values: Float64Array }

/**
 * Picks a spec's columns out of a table and says how they become numbers: quantities as they are,
 * dates as seconds, a yes or no as one 0 or 1, a category as one 0-or-1 input per value. Which values
 * a category has is vocabulary, taken from the whole table.
 *
 * @throws LabError `bad-spec` with the path of everything that does not fit
 */
export function encodeTable(spec: ExperimentSpec, table: Table): Encoding {
  const faults: Fault[] = []
  const targetName = spec.target ?? table.target
  const targetColumn = table.columns.find((column) => column.name === targetName)
  if (!targetColumn) faults.push({ path: 'target', message: noTarget(table, targetName) })
  const picked = pickFeatures(spec, table, targetName, faults)
  for (const { column, path } of picked) checkCells(spec, table, column, path, faults)
  const target = targetColumn && checkTarget(spec, table, targetColumn, faults)
  refuse(faults)
  if (!target) throw new Error('unreachable: a missing target is a fault')

  const columns = picked.map(({ column }) => column)
  const rows = keptRows(spec, table, columns, target)
  if (rows.length === 0 && table.rows > 0) {
    const message = 'every row lacks a value somewhere; fill the values or leave columns out'
    refuse([{ path: 'missing', message }])
  }
  const encoded = encodeTarget(spec, target, rows, faults)
  refuse(faults)
  return {
    rows,
    droppedRows: table.rows - rows.length,
    ...lay(spec, columns, rows),
    target: encoded,
  }
}

function noTarget(table: Table, name: string): string {
  return name === ''
    ? `${table.name} suggests no column to predict; name one`
    : `${table.name} has no column '${name}'`
}

interface Picked {
  readonly column: FeatureColumn
  readonly path: string
}

function pickFeatures(
  spec: ExperimentSpec,
  table: Table,
  targetName: string,
  faults: Fault[],
): Picked[] {
  if (!spec.features) {
    const others = table.columns.filter((column) => column.name !== targetName)
    const usable = others.filter((column) => column.type !== 'text')
    if (usable.length === 0) {
      const message =
        others.length === 0
          ? `${table.name} has no column but its target`
          : `${table.name} has nothing but free text beside its target`
      faults.push({ path: 'features', message })
    }
    return usable.map((column) => ({ column, path: 'features' }))
  }
  const byName = new Map(table.columns.map((column) => [column.name, column]))
  const seen = new Set<string>()
  return spec.features.flatMap((name, index) => {
    const path = `features[${index}]`
    const column = byName.get(name)
    if (!column) faults.push({ path, message: `${table.name} has no column '${name}'` })
    else if (name === targetName) faults.push({ path, message: `'${name}' is the target` })
    else if (seen.has(name)) faults.push({ path, message: `'${name}' stands twice` })
    else if (column.type === 'text') {
      const message = `'${name}' holds free text, of which nothing is learned; leave it out or read it as a category`
      faults.push({ path, message })
    } else {
      seen.add(name)
      return [{ column, path }]
    }
    return []
  })
}

/** What `spec.missing` says of a feature's missing values. */
function treatment(
  spec: ExperimentSpec,
  column: FeatureColumn,
): 'refuse' | 'drop' | 'mean' | 'median' | 'mode' | 'own' {
  return isQuantity(column) ? spec.missing.numbers : spec.missing.categories
}

function checkCells(
  spec: ExperimentSpec,
  table: Table,
  column: FeatureColumn,
  path: string,
  faults: Fault[],
): void {
  const missing = countMissing(column)
  if (missing === 0) return
  if (missing === table.rows) {
    faults.push({ path, message: `column '${column.name}' has no value in any row; leave it out` })
  } else if (treatment(spec, column) === 'refuse') faults.push(lacking(column, missing, path))
}

function lacking(column: Column, missing: number, path: string): Fault {
  const message = `column '${column.name}' lacks a finite value in ${missing} rows; leave it out or fill them`
  return { path, message }
}

function checkTarget(
  spec: ExperimentSpec,
  table: Table,
  column: Column,
  faults: Fault[],
): FeatureColumn | undefined {
  const fault = (message: string): undefined => void faults.push({ path: 'target', message })
  if (column.type === 'text') {
    return fault(
      `'${column.name}' holds free text, which cannot be predicted; read it as a category`,
    )
  }
  const missing = countMissing(column)
  if (missing > 0 && missing === table.rows) {
    return fault(`column '${column.name}' has no value in any row; choose another target`)
  }
  if (missing > 0 && spec.missing.target === 'refuse') {
    return fault(
      `column '${column.name}' lacks a finite value in ${missing} rows; leave those rows out (missing.target: drop) or choose another`,
    )
  }
  if (spec.loss === 'meanSquaredError' && !isQuantity(column)) {
    return fault(`'${column.name}' holds categories; mean squared error needs a column of numbers`)
  }
  if (spec.loss !== 'meanSquaredError' && column.type === 'date') {
    return fault(
      `'${column.name}' holds dates, which are no classes; choose regression (the loss meanSquaredError)`,
    )
  }
  if (spec.loss !== 'meanSquaredError' && column.type === 'number' && !isWhole(column.values)) {
    return fault(
      `'${column.name}' holds numbers with decimals, which are quantities and no classes; choose regression (the loss meanSquaredError), or read the column as a category`,
    )
  }
  return column
}

const isWhole = (values: Float64Array): boolean =>
  values.every((value) => !Number.isFinite(value) || Number.isInteger(value))

/** The rows that lack nothing which makes them be dropped. */
function keptRows(
  spec: ExperimentSpec,
  table: Table,
  columns: readonly FeatureColumn[],
  target: FeatureColumn,
): Int32Array {
  const dropping = columns.filter((column) => treatment(spec, column) === 'drop')
  dropping.push(target)
  const lacking = dropping.filter((column) => countMissing(column) > 0)
  const all = Int32Array.from({ length: table.rows }, (_, row) => row)
  if (lacking.length === 0) return all
  return all.filter((row) => !lacking.some((column) => isMissing(column, row)))
}

function encodeTarget(
  spec: ExperimentSpec,
  column: FeatureColumn,
  rows: Int32Array,
  faults: Fault[],
): EncodedTarget {
  if (spec.loss === 'meanSquaredError' && 'values' in column) {
    return { kind: 'quantity', values: column.values }
  }
  const classes = presentClasses(column, rows, mostNumericClasses)
  const fault = (message: string): void => void faults.push({ path: 'target', message })
  if (classes === undefined) {
    fault(
      `'${column.name}' has more than ${mostNumericClasses} distinct numbers, too many for classes; use the loss meanSquaredError`,
    )
    return { kind: 'classes', codes: new Int32Array(0), names: [] }
  }
  if (classes.present < 2) fault(`'${column.name}' has fewer than two classes`)
  return { kind: 'classes', codes: classes.codes, names: classes.names }
}

/** Lays the columns' inputs side by side. */
function lay(
  spec: ExperimentSpec,
  columns: readonly FeatureColumn[],
  rows: Int32Array,
): Pick<Encoding, 'inputs' | 'features' | 'featureNames'> {
  const featureNames: string[] = []
  const features = columns.map((column): Feature => {
    const first = featureNames.length
    const treated = treatment(spec, column)
    const filled = treated !== 'drop' && rows.some((row) => isMissing(column, row))
    if ('values' in column || column.type === 'boolean') featureNames.push(column.name)
    else for (const category of column.categories) featureNames.push(`${column.name}=${category}`)
    if (filled && treated === 'own') featureNames.push(`${column.name}=?`)
    return { column, first, width: featureNames.length - first, filled }
  })
  return { inputs: featureNames.length, features, featureNames }
}
