import {
  valueOf,
  type Assignment,
  type Expression,
  type Program,
  type Side,
  type Statement,
} from './ast.ts'
import { choose, map, matrixOf, shaped, sumOf, test, zip, type Value } from './elements.ts'
import { findFunction } from './functions.ts'
import { inverseRoot, meansOf, product, transposed, type Matrix } from './matrices.ts'
import { expressionFor, statementsFor } from './resolve.ts'

/** Where one tensor of a run lies in its flat vector. A bias vector is a matrix of one row that is none. */
export interface TensorLayout {
  readonly offset: number
  readonly rows: number
  readonly columns: number
  /** Whether it is a weight matrix, for which lines under `if matrix:` hold. */
  readonly matrix: boolean
}

/** @returns how a slot that holds a square matrix for each tensor lies in its own flat vector */
export function squaresOf(tensors: readonly TensorLayout[], side: Side): TensorLayout[] {
  let offset = 0
  return tensors.map((tensor) => {
    const size = tensor[side]
    const square = { offset, rows: size, columns: size, matrix: true }
    offset += size * size
    return square
  })
}

/** @returns how many numbers of one run some tensors hold */
export function sizeOf(tensors: readonly TensorLayout[]): number {
  return tensors.reduce((sum, { rows, columns }) => sum + rows * columns, 0)
}

/** One run's numbers, flat, each as long as all its tensors together; square slots as their matrices are. */
export interface RunNumbers {
  readonly parameters: Float64Array
  readonly gradients: Float64Array
  readonly slots: Readonly<Record<string, Float64Array>>
}

/** The numbers that are the same for a whole step: hyper-parameters, and `t` from 1. */
export type StepNumbers = Readonly<Record<string, number | boolean>>

export interface InterpretOptions {
  /** The number of leading statements after which `g` is written back. @default 0: never */
  readonly keep?: number
  /** Called after each assignment, for each tensor that it holds for. */
  readonly observe?: (line: Assignment, tensor: number, value: Value) => void
}

/**
 * Takes one step by evaluating the program line by line: the plain account of what a rule means, and
 * the oracle that compiled kernels are tested against.
 *
 * @param program resolved
 * @param run changed in place: parameters and slots, and gradients where they are kept
 */
export function interpretStep(
  program: Program,
  tensors: readonly TensorLayout[],
  run: RunNumbers,
  step: StepNumbers,
  { keep = 0, observe }: InterpretOptions = {},
): void {
  const layouts = layoutsOf(program, tensors, run)
  const scopes = tensors.map((layout, index) => openScope(layout, index, layouts, run, step))
  const evaluate = createEvaluator()
  const visit = (statement: Statement, active: readonly number[]): void => {
    if (statement.kind === 'if') {
      for (const matrix of [true, false]) {
        const some = active.filter((tensor) => tensors[tensor]!.matrix === matrix)
        if (some.length > 0) for (const each of linesFor(statement, matrix)) visit(each, some)
      }
      return
    }
    const value = valueOf(statement)
    const values = evaluate(
      value,
      active.map((tensor) => scopes[tensor]!),
    )
    const square = layouts[statement.target]
    active.forEach((tensor, index) => {
      const value = values[index]!
      const whole = square && typeof value === 'number' ? filled(value, square[tensor]!) : value
      scopes[tensor]!.values.set(statement.target, whole)
      observe?.(statement, tensor, values[index]!)
    })
  }
  const all = tensors.map((_, index) => index)
  program.statements.forEach((statement, index) => {
    visit(statement, all)
    if (index + 1 !== keep) return
    for (const { layout, values } of scopes) store(values.get('g')!, run.gradients, layout)
  })
  scopes.forEach(({ layout, values }, index) => {
    store(values.get('w')!, run.parameters, layout)
    for (const [key, slot] of Object.entries(run.slots)) {
      store(values.get(key)!, slot, layouts[key]?.[index] ?? layout)
    }
  })
}

const knownLines = new WeakMap<Statement, Map<boolean, Statement[]>>()

/** The lines of a condition that hold for matrices, or for vectors: the same in every step. */
function linesFor(statement: Statement, matrix: boolean): Statement[] {
  let known = knownLines.get(statement)
  if (!known) knownLines.set(statement, (known = new Map()))
  const lines = known.get(matrix) ?? statementsFor([statement], matrix)
  known.set(matrix, lines)
  return lines
}

/** How those slots lie that hold square matrices. */
type Layouts = Readonly<Record<string, readonly TensorLayout[]>>

function layoutsOf(
  { shapes = {} }: Pick<Program, 'shapes'>,
  tensors: readonly TensorLayout[],
  { slots }: Pick<RunNumbers, 'slots'>,
): Layouts {
  const squares = Object.keys(slots).filter((key) => shapes[key])
  return Object.fromEntries(squares.map((key) => [key, squaresOf(tensors, shapes[key]![0])]))
}

/**
 * Evaluates `gradientAt` or `evaluateAt` of a program.
 *
 * @param into overwritten with the point, as long as the parameters
 */
export function interpretPoint(
  point: Expression,
  tensors: readonly TensorLayout[],
  run: Omit<RunNumbers, 'gradients'>,
  step: StepNumbers,
  into: Float64Array,
): void {
  const evaluate = createEvaluator()
  tensors.forEach((layout, index) => {
    const scope = openScope(layout, index, {}, { ...run, gradients: run.parameters }, step)
    store(evaluate(point, [scope])[0]!, into, layout)
  })
}

interface Scope {
  readonly layout: TensorLayout
  readonly values: Map<string, Value>
}

function openScope(
  layout: TensorLayout,
  index: number,
  layouts: Layouts,
  run: RunNumbers,
  step: StepNumbers,
): Scope {
  const part = (values: Float64Array, { offset, rows, columns }: TensorLayout): Float64Array =>
    values.slice(offset, offset + rows * columns)
  const values = new Map<string, Value>(Object.entries(step))
  values.set('w', part(run.parameters, layout)).set('g', part(run.gradients, layout))
  for (const [key, slot] of Object.entries(run.slots)) {
    const square = layouts[key]?.[index]
    values.set(
      key,
      square ? shaped(part(slot, square), square.rows, square.columns) : part(slot, layout),
    )
  }
  return { layout, values }
}

function filled(value: number, { rows, columns }: TensorLayout): Float64Array {
  return shaped(new Float64Array(rows * columns).fill(value), rows, columns)
}

function store(value: Value, into: Float64Array, { offset, rows, columns }: TensorLayout): void {
  if (typeof value === 'number') into.fill(value, offset, offset + rows * columns)
  else into.set(value as Float64Array, offset)
}

/** @returns what evaluates an expression for several tensors at once */
function createEvaluator(): (expression: Expression, scopes: readonly Scope[]) => Value[] {
  const evaluate = (expression: Expression, scopes: readonly Scope[]): Value[] => {
    const each = (...parts: Expression[]): Value[][] => parts.map((part) => evaluate(part, scopes))
    switch (expression.kind) {
      case 'number':
        return scopes.map(() => expression.value)
      case 'name':
        return scopes.map(({ values }) => values.get(expression.name)!)
      case 'negative':
        return each(expression.operand)[0]!.map((value) => map('neg', value))
      case 'not':
        return each(expression.operand)[0]!.map((value) => test('not', value))
      case 'transpose':
        return evaluateMatrices(expression.operand, scopes).map((matrix) =>
          shaped(transposed(matrix), matrix.columns, matrix.rows),
        )
      case 'arithmetic': {
        const { operator, left, right } = expression
        if (operator === '@') {
          const lefts = evaluateMatrices(left, scopes)
          const rights = evaluateMatrices(right, scopes)
          return lefts.map((one, index) => {
            const other = rights[index]!
            return shaped(product(one, other), one.rows, other.columns)
          })
        }
        const [lefts, rights] = each(left, right)
        return lefts!.map((one, index) => zip(operator, one, rights![index]!))
      }
      case 'comparison':
      case 'logic': {
        const [lefts, rights] = each(expression.left, expression.right)
        return lefts!.map((one, index) => test(expression.operator, one, rights![index]!))
      }
      case 'choice': {
        // Only conditions on `matrix` are left.
        return scopes.map(
          (scope) => evaluate(expressionFor(expression, scope.layout.matrix), [scope])[0]!,
        )
      }
      case 'call':
        return call(expression.name, expression.arguments, scopes)
    }
  }

  const evaluateMatrices = (expression: Expression, scopes: readonly Scope[]): Matrix[] =>
    evaluate(expression, scopes).map((value, index) => matrixOf(value, scopes[index]!.layout))

  const call = (name: string, args: readonly Expression[], scopes: readonly Scope[]): Value[] => {
    if (name === 'where') return where(args, scopes)
    const values = args.map((arg) => evaluate(arg, scopes))
    const first = values[0]!
    const { scope: over } = findFunction(name)!
    if (over) {
      const square = name.endsWith('norm')
      const whole = first.map((value, index) => matrixOf(value, scopes[index]!.layout).values)
      const count = whole.map(({ length }) => length)
      const sums = whole.map((each) => sumOf(each, square))
      const finish = (sum: number, size: number): number => {
        if (square) return Math.sqrt(sum)
        return name.endsWith('mean') ? sum / size : sum
      }
      if (over === 'tensor') return sums.map((sum, index) => finish(sum, count[index]!))
      const total = sums.reduce((all, sum) => all + sum, 0)
      const size = count.reduce((all, each) => all + each, 0)
      return scopes.map(() => finish(total, size))
    }
    switch (name) {
      case 'clip':
        return first.map((value, index) =>
          zip('min', zip('max', value, values[1]![index]!), values[2]![index]!),
        )
      case 'min':
      case 'max':
        return first.map((value, index) =>
          values.slice(1).reduce<Value>((all, other) => zip(name, all, other[index]!), value),
        )
      case 'rows':
      case 'columns':
        return first.map((value, index) => matrixOf(value, scopes[index]!.layout)[name])
      case 'row_mean':
      case 'column_mean':
        return first.map((value, index) => {
          const matrix = matrixOf(value, scopes[index]!.layout)
          const means = meansOf(matrix, name === 'row_mean')
          return shaped(means, matrix.rows, matrix.columns)
        })
      case 'outer':
        return first.map((value, index) => {
          const { layout } = scopes[index]!
          const [left, right] = [value, values[1]![index]!].map((each) => matrixOf(each, layout))
          const column = { values: left!.values, rows: layout.columns, columns: 1 }
          return shaped(product(column, right!), layout.columns, layout.columns)
        })
      case 'inverse_root':
        return first.map((value, index) => {
          const matrix = matrixOf(value, scopes[index]!.layout)
          const root = inverseRoot(matrix, Number(values[1]![index]!))
          return shaped(root, matrix.rows, matrix.rows)
        })
      default:
        return first.map((value) => map(name, value))
    }
  }

  const where = (
    [condition, yes, no]: readonly Expression[],
    scopes: readonly Scope[],
  ): Value[] => {
    const conditions = evaluate(condition!, scopes)
    const [first] = conditions
    // What is not chosen anywhere is not computed: it may be a root that is due every tenth step.
    if (typeof first === 'boolean' && conditions.every((each) => each === first)) {
      return evaluate(first ? yes! : no!, scopes)
    }
    const [ones, others] = [evaluate(yes!, scopes), evaluate(no!, scopes)]
    return conditions.map((each, index) => choose(each, ones[index]!, others[index]!))
  }
  return evaluate
}
