import { createRequire } from 'node:module'
import { LabError } from '../../shared/contract/errors.ts'
import type { TensorflowVersions } from './types.ts'

/**
 * The eager interface of libtensorflow as tfjs-node's addon offers it. Used directly: the
 * tensor objects, scopes and kernels of the JavaScript layer above cost more than small ops do.
 */
interface Binding {
  createTensor(shape: number[], dtype: number, values: Float32Array | Int32Array): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): Float32Array | Int32Array
  executeOp(
    name: string,
    attributes: Attribute[],
    inputs: number[],
    outputs: number,
  ): { id: number }[]
  readonly TF_FLOAT: number
  readonly TF_INT32: number
  readonly TF_ATTR_BOOL: number
  readonly TF_ATTR_TYPE: number
  readonly TF_Version: string
}

interface Attribute {
  readonly name: string
  readonly type: number
  readonly value: number | boolean
}

/** The little of tfjs-node that is used; its own types need the DOM's and more. */
interface TfjsNode {
  backend(): { readonly binding: Binding }
  readonly version: Readonly<Record<string, string>>
}

/** A tensor that lives in libtensorflow. */
export type Tensor = number & { readonly brand: 'tensor' }

export type ActivationOp = 'Sigmoid' | 'Tanh' | 'Relu'

/**
 * Eager ops, executed at once. What they return and what is uploaded is temporary: `scope` frees it.
 * Uploaded arrays may be shared, not copied, so they must stay as they are while the tensor lives.
 */
export interface NativeOps {
  /** Runs `body`, then frees every temporary tensor made in it. */
  scope<T>(body: () => T): T
  floats(shape: number[], values: Float32Array): Tensor
  integers(shape: number[], values: Int32Array): Tensor
  /** Uploads what stays until `free`. */
  keepFloats(shape: number[], values: Float32Array): Tensor
  keepIntegers(shape: number[], values: Int32Array): Tensor
  free(tensor: Tensor): void
  read(tensor: Tensor): Float32Array | Int32Array
  /** Batched over leading axes, which broadcast. */
  matmul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor
  subtract(a: Tensor, b: Tensor): Tensor
  reshape(tensor: Tensor, shape: Tensor): Tensor
  activate(op: ActivationOp, tensor: Tensor): Tensor
  /** The activation's gradient, from its values and the gradient by them. */
  activateGradient(op: ActivationOp, values: Tensor, gradient: Tensor): Tensor
  /**
   * Softmax and cross-entropy in one, numerically stable.
   *
   * @param scores `[rows, classes]`
   * @param labels `[rows]`
   * @returns each row's loss and its gradient by the scores
   */
  softmaxCrossEntropy(scores: Tensor, labels: Tensor): [losses: Tensor, gradient: Tensor]
  /** The index of the first highest value along an axis, int32. */
  argMax(tensor: Tensor, axis: Tensor): Tensor
  /** Tensors now alive. */
  count(): number
}

export interface NativeTensorflow {
  readonly versions: TensorflowVersions
  readonly ops: NativeOps
}

let loaded: NativeTensorflow | undefined

/**
 * Loads TensorFlow, once per process: the addon keeps global state.
 *
 * @throws LabError `tensorflow-missing`
 */
export function loadTensorflow(): NativeTensorflow {
  if (loaded) return loaded
  const require = createRequire(import.meta.url)
  // Node dropped this in version 23; tfjs-node still calls it.
  const util = require('node:util') as Record<string, unknown>
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  try {
    const tf = require('@tensorflow/tfjs-node') as TfjsNode
    const { binding } = tf.backend()
    const versions = { package: tf.version['tfjs-node'] ?? '', library: binding.TF_Version }
    loaded = { versions, ops: createOps(binding) }
    return loaded
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new LabError(
      'tensorflow-missing',
      'Native TensorFlow cannot be loaded here. Run "npm run setup" in the program\'s folder, then start again.',
      {
        parameters: { reason: reason.split('\n')[0] ?? '' },
        details: reason.split('\n'),
        cause: error,
      },
    )
  }
}

function createOps(binding: Binding): NativeOps {
  const type: Attribute = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }
  const integer = (name: string): Attribute => ({
    name,
    type: binding.TF_ATTR_TYPE,
    value: binding.TF_INT32,
  })
  const flag = (name: string, value: boolean): Attribute => ({
    name,
    type: binding.TF_ATTR_BOOL,
    value,
  })
  // Made once: an op's attributes cost as much to build as a small op to run.
  const floatType = [type]
  const matmulTypes = [false, true].map((a) =>
    [false, true].map((b) => [type, flag('adj_x', a), flag('adj_y', b)]),
  )
  const reshapeTypes = [type, integer('Tshape')]
  const entropyTypes = [type, integer('Tlabels')]
  const argMaxTypes = [type, integer('Tidx'), integer('output_type')]

  let temporaries: number[] = []
  let alive = 0
  /** Arrays whose memory a tensor may share, kept from the garbage collector. */
  const shared = new Map<number, Float32Array | Int32Array>()

  const kept = (shape: number[], dtype: number, values: Float32Array | Int32Array): Tensor => {
    const id = binding.createTensor(shape, dtype, values)
    shared.set(id, values)
    alive++
    return id as Tensor
  }
  const temporary = (id: number): Tensor => {
    temporaries.push(id)
    return id as Tensor
  }
  const free = (id: number): void => {
    alive--
    binding.deleteTensor(id)
    shared.delete(id)
  }
  const execute = (name: string, attributes: Attribute[], inputs: Tensor[]): Tensor => {
    const [output] = binding.executeOp(name, attributes, inputs, 1)
    alive++
    return temporary(output!.id)
  }

  return {
    scope(body) {
      const outer = temporaries
      temporaries = []
      try {
        return body()
      } finally {
        temporaries.forEach(free)
        temporaries = outer
      }
    },
    floats: (shape, values) => temporary(kept(shape, binding.TF_FLOAT, values)),
    integers: (shape, values) => temporary(kept(shape, binding.TF_INT32, values)),
    keepFloats: (shape, values) => kept(shape, binding.TF_FLOAT, values),
    keepIntegers: (shape, values) => kept(shape, binding.TF_INT32, values),
    free,
    read: (tensor) => binding.tensorDataSync(tensor),
    matmul: (a, b, transposeA = false, transposeB = false) =>
      execute('BatchMatMulV2', matmulTypes[Number(transposeA)]![Number(transposeB)]!, [a, b]),
    subtract: (a, b) => execute('Sub', floatType, [a, b]),
    reshape: (tensor, shape) => execute('Reshape', reshapeTypes, [tensor, shape]),
    activate: (op, tensor) => execute(op, floatType, [tensor]),
    activateGradient: (op, values, gradient) =>
      // The one that takes the gradient first.
      op === 'Relu'
        ? execute('ReluGrad', floatType, [gradient, values])
        : execute(`${op}Grad`, floatType, [values, gradient]),
    softmaxCrossEntropy(scores, labels) {
      const name = 'SparseSoftmaxCrossEntropyWithLogits'
      const outputs = binding.executeOp(name, entropyTypes, [scores, labels], 2)
      alive += 2
      return [temporary(outputs[0]!.id), temporary(outputs[1]!.id)]
    },
    argMax: (tensor, axis) => execute('ArgMax', argMaxTypes, [tensor, axis]),
    count: () => alive,
  }
}
