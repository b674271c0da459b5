/**
 * What a function of the language takes and yields.
 * - `elementwise`: a number for each element of its arguments.
 * - `reduction`: one number a tensor (a weight matrix or a bias vector), or a run (all its tensors together).
 * - `matrix`: takes a tensor for what it is, rows and columns, and yields one, or a number of it.
 */
type FunctionKind = 'elementwise' | 'reduction' | 'matrix'

export interface FunctionSignature {
  readonly name: string
  readonly kind: FunctionKind
  /** Number of arguments: at least, at most. */
  readonly arity: readonly [least: number, most: number]
  /** Of a reduction: what it runs over. */
  readonly scope?: 'tensor' | 'run'
}

const signature = (
  name: string,
  kind: FunctionKind,
  least = 1,
  most = least,
  scope?: 'tensor' | 'run',
): FunctionSignature => ({ name, kind, arity: [least, most], ...(scope && { scope }) })

/** Every function, in the order documentation lists them. */
export const functions: readonly FunctionSignature[] = [
  signature('sqrt', 'elementwise'),
  signature('abs', 'elementwise'),
  signature('sign', 'elementwise'),
  signature('exp', 'elementwise'),
  signature('log', 'elementwise'),
  /** To the nearest number of single precision. */
  signature('float32', 'elementwise'),
  signature('min', 'elementwise', 2, 8),
  signature('max', 'elementwise', 2, 8),
  signature('clip', 'elementwise', 3),
  signature('where', 'elementwise', 3),
  signature('norm', 'reduction', 1, 1, 'tensor'),
  signature('sum', 'reduction', 1, 1, 'tensor'),
  signature('mean', 'reduction', 1, 1, 'tensor'),
  signature('global_norm', 'reduction', 1, 1, 'run'),
  signature('global_sum', 'reduction', 1, 1, 'run'),
  signature('global_mean', 'reduction', 1, 1, 'run'),
  signature('rows', 'matrix'),
  signature('columns', 'matrix'),
  signature('row_mean', 'matrix'),
  signature('column_mean', 'matrix'),
  /** The products of each two elements of two vectors. */
  signature('outer', 'matrix', 2),
  /** A symmetric matrix to the power of −1 over the second argument. */
  signature('inverse_root', 'matrix', 2),
]

const byName = new Map(functions.map((each) => [each.name, each]))

/** @returns the function of that name, or undefined */
export function findFunction(name: string): FunctionSignature | undefined {
  return byName.get(name)
}
