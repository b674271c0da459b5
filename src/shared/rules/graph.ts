import { valueOf, type Expression, type Program } from './ast.ts'
import { findFunction } from './functions.ts'
import { calculate, compare, statementsFor } from './resolve.ts'
import type { StepNumbers } from './interpret.ts'

/**
 * How often a value has to be computed: once for all steps, once a step, once a run, once a tensor, or
 * for every element.
 */
const ranks = ['constant', 'step', 'run', 'tensor', 'element'] as const

type Rank = (typeof ranks)[number]

/** A value of a program, computed once however often it is named. */
export interface Node {
  readonly id: number
  /** `load`, `number`, `setting`, `size`, `reduce`, or the name of an operation. */
  readonly op: string
  readonly inputs: readonly Node[]
  readonly rank: Rank
  /** Whether it is a condition. */
  readonly condition: boolean
  /** Of `number`. */
  readonly value: number
  /** Of `load` and `setting`: what. Of `reduce`: `tensor` or `run`. Of `size`: likewise. */
  readonly name: string
}

/** What a step writes, in the order of the program's stores. */
export interface Graph {
  /** What each of `w`, the slots and, where it is kept, `g` holds after the step. */
  readonly stores: readonly { readonly name: string; readonly value: Node }[]
  /** Every node, each after its inputs. */
  readonly nodes: readonly Node[]
}

/** What kernels take at most. Longer programs are interpreted: few need so much, and compiling takes time. */
export const most = { values: 1000, reductions: 32, passes: 16, uniforms: 64 }

/**
 * The values of a resolved program for tensors of one kind.
 *
 * @param keep the number of leading statements after which `g` is written back; 0 for never
 * @throws UnsupportedError where the program has products of matrices or slots of other shapes, which
 *   kernels do not compute, or more of something than they take
 */
export function buildGraph(
  program: Program,
  slots: readonly string[],
  matrix: boolean,
  keep = 0,
): Graph {
  if (slots.some((name) => program.shapes?.[name])) throw new UnsupportedError('square slots')
  const nodes: Node[] = []
  const known = new Map<string, Node>()
  const make = (
    op: string,
    inputs: readonly Node[],
    rank: Rank,
    extra: Partial<Pick<Node, 'condition' | 'value' | 'name'>> = {},
  ): Node => {
    const { condition = false, value = 0, name = '' } = extra
    const same = Object.is(value, -0) ? '-0' : String(value)
    const key = `${op} ${inputs.map(({ id }) => id).join(' ')} ${same} ${name} ${rank}`
    let node = known.get(key)
    if (!node) {
      node = { id: nodes.length, op, inputs, rank, condition, value, name }
      known.set(key, node)
      nodes.push(node)
    }
    return node
  }
  const constant = (value: number): Node => make('number', [], 'constant', { value })
  const operate = (op: string, inputs: readonly Node[], condition = false): Node => {
    const rank = inputs.reduce<Rank>((all, { rank }) => higher(all, rank), 'constant')
    if (rank === 'constant')
      return constant(Number(evaluateNode({ op }, (index) => inputs[index]!.value)))
    return make(op, inputs, rank, { condition })
  }

  const values = new Map<string, Node>()
  for (const name of ['w', 'g', ...slots]) values.set(name, make('load', [], 'element', { name }))

  const build = (expression: Expression): Node => {
    switch (expression.kind) {
      case 'number':
        return constant(expression.value)
      case 'name':
        return values.get(expression.name) ?? make('setting', [], 'step', { name: expression.name })
      case 'negative':
        return operate('neg', [build(expression.operand)])
      case 'not':
        return operate('not', [build(expression.operand)], true)
      case 'arithmetic': {
        if (expression.operator === '@') throw new UnsupportedError('@')
        const inputs = [build(expression.left), build(expression.right)]
        const [base, exponent] = inputs
        if (expression.operator === '**' && exponent!.op === 'number') {
          if (exponent!.value === 2) return operate('*', [base!, base!])
          if (exponent!.value === 3) return operate('*', [operate('*', [base!, base!]), base!])
        }
        // A division takes several times as long as a product, and this one can be done once a step.
        const changing = ranks.indexOf(base!.rank) > ranks.indexOf('step')
        if (expression.operator === '/' && changing && isUniform(exponent!)) {
          return operate('*', [base!, operate('/', [constant(1), exponent!])])
        }
        return operate(expression.operator, inputs)
      }
      case 'comparison':
        return operate(expression.operator, [build(expression.left), build(expression.right)], true)
      case 'logic':
        return operate(expression.operator, [build(expression.left), build(expression.right)], true)
      case 'call':
        return call(expression.name, expression.arguments.map(build))
      case 'transpose':
        throw new UnsupportedError('T')
      case 'choice':
        throw new Error('a choice was left')
    }
  }

  let globals = 0
  const call = (name: string, inputs: readonly Node[]): Node => {
    const { kind, scope } = findFunction(name)!
    if (kind === 'matrix') throw new UnsupportedError(name)
    const [first] = inputs
    if (scope) {
      const square = name.endsWith('norm')
      const summed = square ? operate('*', [first!, first!]) : first!
      // Those over a run are never merged: every kind of tensor must add to the same ones.
      const value = scope === 'run' ? globals++ : 0
      const sum = make('reduce', [summed], scope, { name: scope, value })
      if (square) return operate('sqrt', [sum])
      if (!name.endsWith('mean')) return sum
      return operate('/', [sum, make('size', [], scope, { name: scope })])
    }
    switch (name) {
      case 'sign': {
        // Zeros and what is no number stay what they are.
        const zero = constant(0)
        const negative = operate('where', [
          operate('<', [first!, zero], true),
          constant(-1),
          first!,
        ])
        return operate('where', [operate('>', [first!, zero], true), constant(1), negative])
      }
      case 'clip':
        return operate('min', [operate('max', [first!, inputs[1]!]), inputs[2]!])
      case 'min':
      case 'max':
        return inputs.slice(1).reduce((all, each) => operate(name, [all, each]), first!)
      default:
        return operate(name, inputs)
    }
  }

  const stores: { name: string; value: Node }[] = []
  const kept = { ...program, statements: program.statements.slice(0, keep) }
  for (const [part, last] of [
    [kept.statements, false],
    [program.statements.slice(keep), true],
  ] as const) {
    for (const statement of statementsFor(part, matrix)) {
      if (statement.kind === 'if') throw new Error('a condition was left')
      values.set(statement.target, build(valueOf(statement)))
    }
    if (!last && keep > 0) stores.push({ name: 'g', value: values.get('g')! })
  }
  for (const name of ['w', ...slots]) stores.push({ name, value: values.get(name)! })
  if (nodes.length > most.values) throw new UnsupportedError('so many values')
  const reductions = nodes.filter(({ op }) => op === 'reduce').length
  if (reductions > most.reductions) throw new UnsupportedError('so many reductions')
  return {
    // What stays is not written, but `w` is always measured.
    stores: stores.filter(
      ({ name, value }) => name === 'w' || value.op !== 'load' || value.name !== name,
    ),
    nodes,
  }
}

/** Why a program cannot be compiled; it is interpreted. */
export class UnsupportedError extends Error {
  constructor(readonly what: string) {
    super(`kernels have no ${what}`)
  }
}

/** Whether a value is the same for every element of every run of a step. */
export function isUniform({ rank }: Node): boolean {
  return rank === 'constant' || rank === 'step'
}

/** @returns the rank that has to be computed more often */
function higher(one: Rank, other: Rank): Rank {
  return ranks.indexOf(one) > ranks.indexOf(other) ? one : other
}

/** @returns a function that computes a value of rank `step` from the step's numbers */
export function evaluator(node: Node): (numbers: StepNumbers) => number {
  // What it is made of, each once however often it is used, and each after its own inputs.
  const nodes: Node[] = []
  const places = new Map<Node, number>()
  const add = (each: Node): void => {
    if (places.has(each)) return
    each.inputs.forEach(add)
    places.set(each, nodes.push(each) - 1)
  }
  add(node)
  const values = Float64Array.from(nodes, ({ value }) => value)
  const steps = nodes.map((each, index) => {
    const inputs = each.inputs.map((input) => places.get(input)!)
    return { each, index, read: (input: number): number => values[inputs[input]!]! }
  })
  const changing = steps.filter(({ each }) => each.op !== 'number')
  return (numbers) => {
    for (const { each, index, read } of changing) {
      values[index] = Number(each.op === 'setting' ? numbers[each.name] : evaluateNode(each, read))
    }
    return values[values.length - 1]!
  }
}

/** One operation on plain numbers; conditions are 0 and 1. */
function evaluateNode(
  { op }: Pick<Node, 'op'>,
  input: (index: number) => number,
): number | boolean {
  switch (op) {
    case 'neg':
      return -input(0)
    case 'not':
      return input(0) === 0
    case 'and':
      return input(0) !== 0 && input(1) !== 0
    case 'or':
      return input(0) !== 0 || input(1) !== 0
    case 'where':
      return input(0) !== 0 ? input(1) : input(2)
    case 'sqrt':
    case 'abs':
    case 'exp':
    case 'log':
      return Math[op](input(0))
    case 'float32':
      return Math.fround(input(0))
    case 'min':
    case 'max':
      return Math[op](input(0), input(1))
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '**':
      return calculate(op, input(0), input(1))
    default:
      return compare(op, input(0), input(1))
  }
}

/** @returns what numbers values: the same one has the same number in every graph */
export function createKeys(): (node: Node) => number {
  const keys = new Map<Node, number>()
  const known = new Map<string, number>()
  const keyOf = (node: Node): number => {
    let key = keys.get(node)
    if (key === undefined) {
      const { op, inputs, value, name } = node
      const text = `${op}(${inputs.map(keyOf).join()})${Object.is(value, -0) ? '-0' : value}${name}`
      key = known.get(text) ?? known.size
      known.set(text, key)
      keys.set(node, key)
    }
    return key
  }
  return keyOf
}
