import { constants, type Node } from './parse.ts'
import { binary, named, unary, type Program } from './program.ts'

/** Makes a list of operations of a tree. */
export function flatten(tree: Node): Program {
  const operations: number[] = []
  const left: number[] = []
  const right: number[] = []
  const numbers: number[] = []
  const emit = (operation: number, a = 0, b = 0, number = 0): number => {
    operations.push(operation)
    left.push(a)
    right.push(b)
    numbers.push(number)
    return operations.length - 1
  }
  // One place for all: slopes over it add up there, in the order of the operations after it.
  const variables: { x?: number; y?: number } = {}

  const visit = (node: Node): number => {
    switch (node.kind) {
      case 'number':
        return emit(named.constant, 0, 0, node.value)
      case 'name':
        if (node.name === 'x' || node.name === 'y')
          return (variables[node.name] ??= emit(named[node.name]))
        return emit(named.constant, 0, 0, constants[node.name])
      case 'negate':
        return emit(named.negate, visit(node.of))
      case 'operation': {
        const { sign, left: a, right: b } = node
        if (sign === '^' && a.kind === 'name' && a.name === 'e') return emit(unary.exp, visit(b))
        return emit(signs[sign], visit(a), visit(b))
      }
      case 'call': {
        const inputs = node.inputs.map(visit)
        return emit(functions[node.name]!, inputs[0], inputs[1])
      }
    }
  }
  visit(tree)

  const count = operations.length
  return {
    operations: Uint8Array.from(operations),
    left: Uint16Array.from(left),
    right: Uint16Array.from(right),
    values: Float64Array.from(numbers),
    dx: new Float64Array(count),
    dy: new Float64Array(count),
    overLeft: new Float64Array(count),
    overRight: new Float64Array(count),
    adjoints: new Float64Array(count),
  }
}

const functions: Readonly<Record<string, number>> = { ...unary, ...binary }

const signs = {
  '+': binary.add,
  '-': binary.subtract,
  '*': binary.multiply,
  '/': binary.divide,
  '^': binary.pow,
} as const
