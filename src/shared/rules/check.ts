import {
  namesIn,
  partsOf,
  valueOf,
  type Declarations,
  type Expression,
  type Place,
  type Program,
  type Shape,
  type Side,
  type Statement,
} from './ast.ts'
import { fail } from './faults.ts'
import { findFunction } from './functions.ts'

interface Type {
  readonly kind: 'number' | 'condition'
  /** Undefined for one number. */
  readonly shape: Shape | undefined
}

const number: Type = { kind: 'number', shape: undefined }
const condition: Type = { kind: 'condition', shape: undefined }
const tensor = { kind: 'number', shape: ['rows', 'columns'] } as const
const square = (side: Side): Type => ({ kind: 'number', shape: [side, side] })

/** What is known at a line: the type of every name that is set, and names that are set on some ways only. */
interface Scope {
  readonly types: Map<string, Type>
  readonly unsure: Set<string>
  /** The tensors for which the line stands, if not for all. */
  readonly only: 'matrix' | 'vector' | undefined
}

/**
 * Checks names, types and shapes of a program.
 *
 * @returns the names that hold a matrix of another shape than `w`, if there are any
 * @throws FaultError at the first thing that is wrong
 */
export function checkProgram(program: Program, declarations: Declarations): Program['shapes'] {
  const { hyper, flags, slots, squares = {}, constants = {} } = declarations
  const shapes: Record<string, Shape> = {}
  const settings = new Set([...hyper, ...flags, ...Object.keys(constants)])
  const types = new Map<string, Type>([['t', number]])
  for (const name of hyper) types.set(name, number)
  for (const name of Object.keys(constants)) types.set(name, number)
  for (const name of flags) types.set(name, condition)
  const stored = new Map<string, Type>([['w', tensor]])
  for (const name of slots) {
    const side = squares[name]
    stored.set(name, side ? square(side) : tensor)
    if (side) shapes[name] = [side, side]
  }
  for (const [name, type] of stored) types.set(name, type)
  const { gradientAt, statements, evaluateAt } = program
  const points: Scope = { types: new Map(types), unsure: new Set(), only: undefined }
  if (gradientAt) checkPoint(gradientAt, points)
  stored.set('g', tensor)
  const scope: Scope = { types: types.set('g', tensor), unsure: new Set(), only: undefined }
  let changes = false
  const fixed = new Set([...settings, 't', 'matrix'])

  const visit = (statement: Statement, scope: Scope): void => {
    if (statement.kind === 'assign') {
      const { target, place } = statement
      // Names that every object has would be taken for what they are there.
      if (fixed.has(target) || findFunction(target) || target in {}) {
        fail(place, 'cannotAssign', target)
      }
      const type = typeOf(valueOf(statement), scope)
      if (type.kind !== 'number') fail(statement.value.place, 'wantsNumber')
      const kept = stored.get(target)
      if (kept && type.shape) demandShape(type.shape, kept.shape, statement.value.place)
      scope.types.set(target, kept ?? type)
      if (type.shape && !sameShape(type.shape, tensor.shape)) shapes[target] = type.shape
      scope.unsure.delete(target)
      changes ||= target === 'w'
      return
    }
    const { condition: test, yes, no } = statement
    checkCondition(test, settings)
    const matrix = namesIn(test).has('matrix')
    const first = branch(scope, scope.only ?? impliedBy(test, true))
    const second = branch(scope, scope.only ?? impliedBy(test, false))
    const under = scope.only !== undefined || matrix
    for (const each of yes) visit(each, first)
    for (const each of no) visit(each, second)
    if (under) for (const each of [...yes, ...no]) refuseGlobals(each)
    merge(scope, first, second, statement.place)
  }
  for (const statement of statements) visit(statement, scope)
  if (evaluateAt) checkPoint(evaluateAt, points)
  if (!changes) fail({ line: 1, column: 1, length: 1 }, 'empty')
  return Object.keys(shapes).length > 0 ? shapes : undefined

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
    const { kind, shape } = typeOf(point, scope)
    if (kind !== 'number') fail(point.place, 'wantsNumber')
    if (shape) demandShape(shape, tensor.shape, point.place)
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
        if (scope.only !== 'matrix' && !isSquare(shape)) fail(place, 'wantsMatrix', 'T')
        return { kind: 'number', shape: [shape[1], shape[0]] }
      }
      case 'arithmetic': {
        const left = numeric(expression.left)
        const right = numeric(expression.right)
        if (expression.operator !== '@') return join(left, right, place)
        if (!left.shape || !right.shape) return fail(place, 'wantsTensor', '@')
        // A vector goes before a square matrix as a row does.
        if (scope.only !== 'matrix' && !isSquare(right.shape)) fail(place, 'wantsMatrix', '@')
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
          const only = scope.only ?? impliedBy(expression.condition, truth)
          const type = typeOf(part, { ...scope, only })
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
        if (name === 'inverse_root') {
          if (!isSquare(shape)) fail(args[0]!.place, 'wantsSquare', name)
          demandShape(types[1]!.shape, undefined, args[1]!.place)
          return types[0]!
        }
        if (name === 'outer') {
          if (scope.only !== 'vector') fail(place, 'wantsVector', name)
          types.forEach((each, index) => {
            demandShape(each.shape, tensor.shape, args[index]!.place)
          })
          return square('columns')
        }
        if (scope.only !== 'matrix') fail(place, 'wantsMatrix', name)
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

/** The only tensors for which a condition can come to `truth`, if it says so. */
function impliedBy(test: Expression, truth: boolean): Scope['only'] {
  if (test.kind === 'name' && test.name === 'matrix') return truth ? 'matrix' : 'vector'
  if (test.kind === 'not') return impliedBy(test.operand, !truth)
  if (test.kind !== 'logic' || (test.operator === 'and') !== truth) return undefined
  return impliedBy(test.left, truth) ?? impliedBy(test.right, truth)
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

function branch(scope: Scope, only: Scope['only']): Scope {
  return { types: new Map(scope.types), unsure: new Set(scope.unsure), only }
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

function demandShape(shape: Type['shape'], wanted: Type['shape'], place: Place): void {
  if (!sameShape(shape, wanted)) fail(place, 'shapes', shapeText(shape), shapeText(wanted))
}

function sameShape(shape: Type['shape'], wanted: Type['shape']): boolean {
  return shape?.[0] === wanted?.[0] && shape?.[1] === wanted?.[1]
}

function isSquare(shape: Shape): boolean {
  return shape[0] === shape[1]
}

function shapeText(shape: Type['shape']): string {
  return shape ? shape.join(' × ') : '1'
}
