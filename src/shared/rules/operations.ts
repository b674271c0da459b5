import type { Node } from './graph.ts'
import type { Called, Imports } from './imports.ts'
import { power, remainder } from './resolve.ts'
import type { FunctionBuilder, Opcode } from './wasm.ts'

/** Functions of two or one numbers that are called, element by element. */
const called: Readonly<Record<string, readonly [name: string, parameters: number, Called]>> = {
  '**': ['pow', 2, power],
  '%': ['mod', 2, remainder],
  exp: ['exp', 1, Math.exp],
  log: ['log', 1, Math.log],
}

const binary: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  min: 'min',
  max: 'max',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
}

const comparisons = new Set(['<', '<=', '>', '>=', '==', '!='])

/** Leaves a tensor's or run's number on the stack; conditions are 0 and 1. */
export function emitScalar(
  code: FunctionBuilder,
  imports: Imports,
  node: Node,
  push: (input: Node) => void,
): void {
  const { op, inputs } = node
  const truth = (input: Node): void => {
    push(input)
    code.number(0)
    code.op('f64.ne')
  }
  const imported = called[op]
  if (imported) {
    inputs.forEach(push)
    code.call(imports.indexOf(...imported))
  } else if (op === 'where') {
    push(inputs[1]!)
    push(inputs[2]!)
    truth(inputs[0]!)
    code.op('select')
  } else if (op === 'float32') {
    push(inputs[0]!)
    code.op('f32.demote_f64', 'f64.promote_f32')
  } else if (op === 'not') {
    push(inputs[0]!)
    code.number(0)
    code.op('f64.eq', 'f64.convert_i32_u')
  } else if (op === 'and' || op === 'or') {
    inputs.forEach(push)
    code.op(op === 'and' ? 'f64.min' : 'f64.max')
  } else {
    inputs.forEach(push)
    code.op(`f64.${binary[op] ?? op}` as Opcode)
    if (comparisons.has(op)) code.op('f64.convert_i32_u')
  }
}

/**
 * Leaves two elements' values on the stack; conditions are lanes of ones or zeros.
 *
 * @param isMask whether an input is such lanes; else a condition is 0 or 1
 */
export function emitPair(
  code: FunctionBuilder,
  imports: Imports,
  node: Node,
  push: (input: Node) => void,
  isMask = (input: Node): boolean => input.rank === 'element',
): void {
  const { op, inputs } = node
  const truth = (input: Node): void => {
    push(input)
    if (isMask(input)) return
    code.pair(0, 0)
    code.op('f64x2.ne')
  }
  const imported = called[op]
  if (imported) {
    code.pair(0, 0)
    for (const lane of [0, 1] as const) {
      for (const input of inputs) {
        push(input)
        code.lane('extract', lane)
      }
      code.call(imports.indexOf(...imported))
      code.lane('replace', lane)
    }
  } else if (op === 'where') {
    push(inputs[1]!)
    push(inputs[2]!)
    truth(inputs[0]!)
    code.op('v128.bitselect')
  } else if (op === 'float32') {
    push(inputs[0]!)
    code.op('f32x4.demote_f64x2_zero', 'f64x2.promote_low_f32x4')
  } else if (op === 'not' || op === 'and' || op === 'or') {
    inputs.forEach(truth)
    code.op(`v128.${op}`)
  } else {
    inputs.forEach(push)
    code.op(`f64x2.${binary[op] ?? op}` as Opcode)
  }
}
