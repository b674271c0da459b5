import type { ExperimentSpec } from '../experiment/spec.ts'
import { refuse, type Fault } from './faults.ts'
import type { Column, Table } from './table.ts'

/** A number column with more distinct values than this is a quantity, not a class. */
const mostNumericClasses = 1000

/** A table as numbers, before split and scaling. */
export interface EncodedTable {
  readonly rows: number
  readonly inputs: number
  /** `[rows × inputs]`, row-major. */
  readonly features: Float64Array
  readonly featureNames: readonly string[]
  /** Which inputs are quantities; the others are the 0 and 1 of a category and stay as they are. */
  readonly quantities: readonly boolean[]
  readonly target: EncodedTarget
}

export type EncodedTarget =
  | { readonly kind: 'classes'; readonly codes: Int32Array; readonly names: readonly string[] }
  | { readonly kind: 'quantity'; readonly values: Float64Array }

/**
 * Picks a spec's columns out of a table and turns them into numbers: quantities as they are, a
 * category into one 0-or-1 column per value.
 *
 * @throws LabError `bad-spec` with the path of everything that does not fit
 */
export function encodeTable(spec: ExperimentSpec, table: Table): EncodedTable {
  const faults: Fault[] = []
  const targetName = spec.target ?? table.target
  const targetColumn = table.columns.find((column) => column.name === targetName)
  if (!targetColumn) {
    faults.push({ path: 'target', message: `${table.name} has no column '${targetName}'` })
  }
  const columns = pickFeatures(spec, table, targetName, faults)
  for (const { column, path } of columns) checkCells(column, path, faults)
  const target = targetColumn ? encodeTarget(spec, targetColumn, faults) : undefined
  refuse(faults)
  if (!target) throw new Error('unreachable: a missing target is a fault')
  return { ...encodeFeatures(table.rows, columns), target }
}

interface Picked {
  readonly column: Column
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
    if (others.length === 0) {
      faults.push({ path: 'features', message: `${table.name} has no column but its target` })
    }
    return others.map((column) => ({ column, path: 'features' }))
  }
  const seen = new Set<string>()
  return spec.features.flatMap((name, index) => {
    const path = `features[${index}]`
    const column = table.columns.find((each) => each.name === name)
    if (!column) faults.push({ path, message: `${table.name} has no column '${name}'` })
    else if (name === targetName) faults.push({ path, message: `'${name}' is the target` })
    else if (seen.has(name)) faults.push({ path, message: `'${name}' stands twice` })
    else {
      seen.add(name)
      return [{ column, path }]
    }
    return []
  })
}

function checkCells(column: Column, path: string, faults: Fault[]): void {
  const missing =
    column.type === 'number'
      ? column.values.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0)
      : column.codes.reduce((count, code) => count + (code < 0 ? 1 : 0), 0)
  if (missing === 0) return
  faults.push({
    path,
    message: `column '${column.name}' lacks a finite value in ${missing} rows; leave it out or fill them`,
  })
}

function encodeTarget(
  spec: ExperimentSpec,
  column: Column,
  faults: Fault[],
): EncodedTarget | undefined {
  const before = faults.length
  checkCells(column, 'target', faults)
  if (faults.length > before) return undefined
  if (spec.loss === 'meanSquaredError') {
    if (column.type === 'number') return { kind: 'quantity', values: column.values }
    faults.push({
      path: 'target',
      message: `'${column.name}' holds categories; mean squared error needs a column of numbers`,
    })
    return undefined
  }
  const classes = classesOf(column)
  if (classes.names.length < 2) {
    faults.push({ path: 'target', message: `'${column.name}' has fewer than two classes` })
  } else if (column.type === 'number' && classes.names.length > mostNumericClasses) {
    faults.push({
      path: 'target',
      message: `'${column.name}' has ${classes.names.length} distinct numbers, too many for classes; use the loss meanSquaredError`,
    })
  }
  return { kind: 'classes', ...classes }
}

/** Categories as they stand; numbers (digits, say) in ascending order. */
function classesOf(column: Column): { codes: Int32Array; names: readonly string[] } {
  if (column.type === 'category') return { codes: column.codes, names: column.categories }
  const distinct = Float64Array.from(new Set(column.values)).sort()
  const codeOf = new Map(Array.from(distinct, (value, code) => [value, code] as const))
  return {
    codes: Int32Array.from(column.values, (value) => codeOf.get(value) ?? -1),
    names: Array.from(distinct, String),
  }
}

function encodeFeatures(rows: number, columns: readonly Picked[]): Omit<EncodedTable, 'target'> {
  const featureNames: string[] = []
  const quantities: boolean[] = []
  for (const { column } of columns) {
    const names =
      column.type === 'number'
        ? [column.name]
        : column.categories.map((category) => `${column.name}=${category}`)
    featureNames.push(...names)
    quantities.push(...names.map(() => column.type === 'number'))
  }
  const inputs = featureNames.length
  const features = new Float64Array(rows * inputs)
  let first = 0
  for (const { column } of columns) {
    for (let row = 0; row < rows; row++) {
      const at = row * inputs + first
      if (column.type === 'number') features[at] = column.values[row]!
      else features[at + column.codes[row]!] = 1
    }
    first += column.type === 'number' ? 1 : column.categories.length
  }
  return { rows, inputs, features, featureNames, quantities }
}
