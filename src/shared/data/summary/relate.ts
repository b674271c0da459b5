import type { Relation, Task } from '#shared/contract/tables.ts'
import { refuse } from '../faults.ts'
import { presentClasses } from '../missing.ts'
import type { FeatureColumn, Table } from '../table.ts'

/** Numbers of more kinds than this are no classes. */
const mostClasses = 1000
/** Up to so many cells a table of counts is kept in full. */
const denseCells = 2 ** 20

/** The target as what it is compared by: NaN or −1 where a row has no value. */
type Compared =
  | { readonly kind: 'values'; readonly values: Float64Array }
  | { readonly kind: 'codes'; readonly codes: Int32Array; readonly count: number }

/**
 * How strongly each column that can be learned from goes with a target, over the rows that have
 * both: Pearson's r between numbers, the correlation ratio η between numbers and classes, Cramér's V
 * (without correction for bias) between classes.
 *
 * @returns in the table's order, without the target and without text
 * @throws LabError `bad-spec` when there is no such target or it does not fit the task
 */
export function relate(table: Table, target: string, task: Task): Relation[] {
  const steps = relateSteps(table, target, task)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same a column at a step, for whoever has something else to do in between. */
export function* relateSteps(
  table: Table,
  target: string,
  task: Task,
): Generator<void, Relation[], void> {
  const compared = targetOf(table, target, task)
  const relations: Relation[] = []
  for (const column of table.columns) {
    if (column.name === target || column.type === 'text') continue
    relations.push({ name: column.name, ...relation(asCompared(column), compared) })
    yield
  }
  return relations
}

function targetOf(table: Table, name: string, task: Task): Compared {
  const column = table.columns.find((each) => each.name === name)
  const fault = (message: string): never => {
    refuse([{ path: 'target', message }])
    throw new Error('unreachable: a fault is refused')
  }
  if (!column) return fault(`${table.name} has no column '${name}'`)
  if (column.type === 'text') return fault(`'${name}' holds free text, which cannot be predicted`)
  if (task === 'regression') {
    if (!('values' in column))
      return fault(`'${name}' holds categories; a regression needs numbers`)
    return asCompared(column)
  }
  if (column.type !== 'number') return asCompared(column)
  const known = Int32Array.from(column.values.keys()).filter((row) =>
    Number.isFinite(column.values[row]),
  )
  const classes = presentClasses(column, known, mostClasses)
  if (!classes) return fault(`'${name}' has more than ${mostClasses} distinct numbers`)
  return { kind: 'codes', codes: classes.codes, count: classes.names.length }
}

function asCompared(column: FeatureColumn): Compared {
  return 'values' in column
    ? { kind: 'values', values: column.values }
    : { kind: 'codes', codes: column.codes, count: column.categories.length }
}

function relation(a: Compared, b: Compared): Pick<Relation, 'kind' | 'value'> {
  if (a.kind === 'values' && b.kind === 'values') {
    return { kind: 'pearson', value: pearson(a.values, b.values) }
  }
  if (a.kind === 'codes' && b.kind === 'codes') return { kind: 'cramer', value: cramer(a, b) }
  return a.kind === 'values'
    ? { kind: 'eta', value: eta(a.values, b as Codes) }
    : { kind: 'eta', value: eta((b as Values).values, a) }
}

type Values = Extract<Compared, { kind: 'values' }>
type Codes = Extract<Compared, { kind: 'codes' }>

/** By running means, so that a large mean costs no digits. */
function pearson(x: Float64Array, y: Float64Array): number | null {
  let n = 0
  let meanX = 0
  let meanY = 0
  let squaresX = 0
  let squaresY = 0
  let products = 0
  for (let row = 0; row < x.length; row++) {
    const a = x[row]!
    const b = y[row]!
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue
    n++
    const beforeX = a - meanX
    const beforeY = b - meanY
    meanX += beforeX / n
    meanY += beforeY / n
    squaresX += beforeX * (a - meanX)
    squaresY += beforeY * (b - meanY)
    products += beforeX * (b - meanY)
  }
  return bounded(products / Math.sqrt(squaresX) / Math.sqrt(squaresY), -1)
}

/** √(spread between the classes' means / whole spread). */
function eta(values: Float64Array, { codes, count }: Codes): number | null {
  const counts = new Float64Array(count)
  const means = new Float64Array(count)
  let n = 0
  let mean = 0
  let squares = 0
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    const code = codes[row]!
    if (!Number.isFinite(value) || code < 0) continue
    n++
    const before = value - mean
    mean += before / n
    squares += before * (value - mean)
    counts[code]!++
    means[code]! += (value - means[code]!) / counts[code]!
  }
  let between = 0
  let present = 0
  for (let code = 0; code < count; code++) {
    between += counts[code]! * (means[code]! - mean) ** 2
    if (counts[code]! > 0) present++
  }
  if (present < 2) return null
  return bounded(Math.sqrt(between / squares), 0)
}

/** √(χ² / (n · (fewer kinds − 1))). */
function cramer(a: Codes, b: Codes): number | null {
  const rowsOf = new Float64Array(a.count)
  const columnsOf = new Float64Array(b.count)
  const dense = a.count * b.count <= denseCells ? new Float64Array(a.count * b.count) : undefined
  const sparse = new Map<number, number>()
  for (let row = 0; row < a.codes.length; row++) {
    const i = a.codes[row]!
    const j = b.codes[row]!
    if (i < 0 || j < 0) continue
    rowsOf[i]!++
    columnsOf[j]!++
    const cell = i * b.count + j
    if (dense) dense[cell]!++
    else sparse.set(cell, (sparse.get(cell) ?? 0) + 1)
  }
  const kinds = (totals: Float64Array): number => totals.filter((total) => total > 0).length
  const fewer = Math.min(kinds(rowsOf), kinds(columnsOf))
  if (fewer < 2) return null
  // χ² = n (Σ o² / (row · column) − 1): cells of count 0 add nothing.
  let sum = 0
  const add = (observed: number, cell: number): void => {
    const i = Math.floor(cell / b.count)
    sum += observed ** 2 / (rowsOf[i]! * columnsOf[cell - i * b.count]!)
  }
  if (dense) {
    dense.forEach((observed, cell) => {
      if (observed > 0) add(observed, cell)
    })
  } else sparse.forEach(add)
  return bounded(Math.sqrt(Math.max(0, sum - 1) / (fewer - 1)), 0)
}

/** @returns null for what is no number: something did not vary */
function bounded(value: number, minimum: number): number | null {
  return Number.isFinite(value) ? Math.min(1, Math.max(minimum, value)) : null
}
