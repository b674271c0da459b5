import {
  namesIn,
  partsOf,
  valueOf,
  type Declarations,
  type Expression,
  type Place,
  type Program,
  type Statement,
} from './ast.ts'
import { fail } from './faults.ts'
import { findFunction } from './functions.ts'

/** A side of a tensor; `undefined` stands for one number. Products of matrices have other shapes than `w`. */
type Shape = readonly ['rows' | 'columns', 'rows' | 'columns'] | undefined

interface Type {
  readonly kind: 'number' | 'condition'
  readonly shape: Shape
}

const number: Type = { kind: 'number', shape: undefined }
const condition: Type = { kind: 'condition', shape: undefined }
const tensor: Type = { kind: 'number', shape: ['rows', 'columns'] }

/** What is known at a line: the type of every name that is set, and names that are set on some ways only. */
interface Scope {
  readonly types: Map<string, Type>
  readonly unsure: Set<string>
  /** Whether the line stands under `if matrix:`. */
  readonly matrix: boolean
}

/**
 * Checks names, types and shapes of a program.
 *
 * @throws FaultError at the first thing that is wrong
 */
export function checkProgram(program: Program, declarations: Declarations): void {
  const { hyper, flags, slots } = declarations
  const settings = new Set([...hyper, ...flags])
  const types = new Map<string, Type>([['t', number]])
  for (const name of hyper) types.set(name, number)
  for (const name of flags) types.set(name, condition)
  for (const name of slots) types.set(name, tensor)
  types.set('w', tensor)
  const { gradientAt, statements, evaluateAt } = program
  const points: Scope = { types: new Map(types), unsure: new Set(), matrix: false }
  if (gradientAt) checkPoint(gradientAt, points)
  const scope: Scope = { types: types.set('g', tensor), unsure: new Set(), matrix: false }
  let changes = false
  const fixed = new Set([...settings, 't', 'matrix'])

  const visit = (statement: Statement, scope: Scope): void => {
    if (statement.kind === 'assign') {
      const { target, place } = statement
      if (fixed.has(target) || findFunction(target)) fail(place, 'cannotAssign', target)
      const type = typeOf(valueOf(statement), scope)
      if (type.kind !== 'number') fail(statement.value.place, 'wantsNumber')
      const stored = target === 'w' || target === 'g' || slots.includes(target)
      if (stored && type.shape) demandShape(type.shape, tensor.shape, statement.value.place)
      scope.types.set(target, stored ? tensor : type)
      scope.unsure.delete(target)
      changes ||= target === 'w'
      return
    }
    const { condition: test, yes, no } = statement
    checkCondition(test, settings)
    const matrix = namesIn(test).has('matrix')
    const first = branch(scope, scope.matrix || implies(test, true))
    const second = branch(scope, scope.matrix || implies(test, false))
    const under = scope.matrix || matrix
    for (const each of yes) visit(each, first)
    for (const each of no) visit(each, second)
    if (under) for (const each of [...yes, ...no]) refuseGlobals(each)
    merge(scope, first, second, statement.place)
  }
  for (const statement of statements) visit(statement, scope)
  if (evaluateAt) checkPoint(evaluateAt, points)
  if (!changes) fail({ line: 1, column: 1, length: 1 }, 'empty')

  /** A point is computed from what stays between steps, element by element. */
  function checkPoint(point: Expression, scope: Scope): void {
    const visitPart = (part: Expression): void => {
      const called = part.kind === 'call' && findFunction(part.name)
      const known = part.kind !== 'name' || scope.types.has(part.name)
      const elementwise = !called || called.kind === 'elementwise'
      const matrix =
        part.kind === 'transpose' || (part.kind === 'arithmetic' && part.operator === '@')
      if (!known || !elementwise || matrix) fail(part.place, 'pointOnly')
      partsOf(part).forEach(visitPart)
    }
    visitPart(point)
    if (typeOf(point, scope).kind !== 'number') fail(point.place, 'wantsNumber')
  }

  function typeOf(expression: Expression, scope: Scope): Type {
    const { place } = expression
    const numeric = (part: Expression): Type => {
      const type = typeOf(part, scope)
      return type.kind === 'number' ? type : fail(part.place, 'wantsNumber')
    }
    const truth = (part: Expression): Type => {
      const type = typeOf(part, scope)
      return type.kind === 'condition' ? type : fail(part.place, 'wantsCondition')
    }
    switch (expression.kind) {
      case 'number':
        return number
      case 'name': {
        const { name } = expression
        const type = scope.types.get(name)
        if (type) return type
        return fail(place, scope.unsure.has(name) ? 'maybeUnset' : 'unknownName', name)
      }
      case 'negative':
        return numeric(expression.operand)
      case 'not':
        return truth(expression.operand)
      case 'transpose': {
        const { shape } = numeric(expression.operand)
        if (!shape) return fail(place, 'wantsTensor', 'T')
        if (!scope.matrix) fail(place, 'wantsMatrix', 'T')
        return { kind: 'number', shape: [shape[1], shape[0]] }
      }
      case 'arithmetic': {
        const left = numeric(expression.left)
        const right = numeric(expression.right)
        if (expression.operator !== '@') return join(left, right, place)
        if (!left.shape || !right.shape) return fail(place, 'wantsTensor', '@')
        if (!scope.matrix) fail(place, 'wantsMatrix', '@')
        if (left.shape[1] !== right.shape[0]) {
          fail(place, 'shapes', shapeText(left.shape), shapeText(right.shape))
        }
        return { kind: 'number', shape: [left.shape[0], right.shape[1]] }
      }
      case 'comparison': {
        const type = join(numeric(expression.left), numeric(expression.right), place)
        return { kind: 'condition', shape: type.shape }
      }
      case 'logic': {
        const type = join(truth(expression.left), truth(expression.right), place)
        return { kind: 'condition', shape: type.shape }
      }
      case 'choice': {
        checkCondition(expression.condition, settings)
        if (namesIn(expression.condition).has('matrix')) {
          refuseGlobalsIn(expression.yes)
          refuseGlobalsIn(expression.no)
        }
        const types = ([true, false] as const).map((truth) => {
          const part = truth ? expression.yes : expression.no
          const matrix = scope.matrix || implies(expression.condition, truth)
          const type = typeOf(part, { ...scope, matrix })
          return type.kind === 'number' ? type : fail(part.place, 'wantsNumber')
        })
        return join(types[0]!, types[1]!, place)
      }
      case 'call': {
        const { name, arguments: args } = expression
        const called = findFunction(name)
        if (!called) return fail(place, 'unknownFunction', name)
        const [least, most] = called.arity
        if (args.length < least || args.length > most) {
          fail(place, 'arity', name, least === most ? String(least) : `${least}–${most}`)
        }
        if (name === 'where') {
          const test = truth(args[0]!)
          const value = join(numeric(args[1]!), numeric(args[2]!), place)
          return { kind: 'number', shape: join(test, value, place).shape }
        }
        const types = args.map(numeric)
        if (called.kind === 'elementwise') {
          return types.reduce((all, each) => join(all, each, place))
        }
        const { shape } = types[0]!
        if (!shape) return fail(place, 'wantsTensor', name)
        if (called.kind === 'reduction') return number
        if (!scope.matrix) fail(place, 'wantsMatrix', name)
        return name === 'rows' || name === 'columns' ? number : { kind: 'number', shape }
      }
    }
  }
}

/** A condition is decided before the first step: nothing in it may change from step to step. */
function checkCondition(test: Expression, settings: ReadonlySet<string>, calculated = false): void {
  const matrices = test.kind === 'arithmetic' && test.operator === '@'
  if (matrices || test.kind === 'call' || test.kind === 'transpose' || test.kind === 'choice') {
    fail(test.place, 'condition')
  }
  if (test.kind === 'name') {
    if (test.name === 'lr') fail(test.place, 'rateCondition')
    const known = settings.has(test.name) || (test.name === 'matrix' && !calculated)
    if (!known) fail(test.place, 'condition')
  }
  const within = calculated || !(test.kind === 'logic' || test.kind === 'not')
  for (const part of partsOf(test)) checkCondition(part, settings, within)
}

/** Whether a condition can come to `truth` for matrices alone. */
function implies(test: Expression, truth: boolean): boolean {
  if (test.kind === 'name') return truth && test.name === 'matrix'
  if (test.kind === 'not') return implies(test.operand, !truth)
  if (test.kind !== 'logic' || (test.operator === 'and') !== truth) return false
  return implies(test.left, truth) || implies(test.right, truth)
}

/** A reduction over all tensors must be reached by all of them. */
function refuseGlobals(statement: Statement): void {
  if (statement.kind === 'assign') {
    refuseGlobalsIn(statement.value)
    return
  }
  for (const each of [...statement.yes, ...statement.no]) refuseGlobals(each)
}

function refuseGlobalsIn(expression: Expression): void {
  if (expression.kind === 'call' && findFunction(expression.name)?.scope === 'run') {
    fail(expression.place, 'globalUnderMatrix', expression.name)
  }
  partsOf(expression).forEach(refuseGlobalsIn)
}

function branch(scope: Scope, matrix: boolean): Scope {
  return { types: new Map(scope.types), unsure: new Set(scope.unsure), matrix }
}

/** After two ways meet again: what both set is set. */
function merge(scope: Scope, first: Scope, second: Scope, place: Place): void {
  const names = new Set([...first.types.keys(), ...second.types.keys()])
  for (const name of names) {
    const [one, other] = [first.types.get(name), second.types.get(name)]
    if (one && other) {
      scope.types.set(name, join(one, other, place))
      scope.unsure.delete(name)
    } else {
      scope.types.delete(name)
      scope.unsure.add(name)
    }
  }
}

/** Numbers go with every shape, tensors with their own. */
function join(left: Type, right: Type, place: Place): Type {
  if (left.shape && right.shape) demandShape(left.shape, right.shape, place)
  return left.shape ? left : { kind: left.kind, shape: right.shape }
}

function demandShape(shape: Shape, wanted: Shape, place: Place): void {
  if (shape?.[0] !== wanted?.[0] || shape?.[1] !== wanted?.[1]) {
    fail(place, 'shapes', shapeText(shape), shapeText(wanted))
  }
}

function shapeText(shape: Shape): string {
  return shape ? shape.join(' × ') : '1'
}
