import { createRequire } from 'node:module'
import { LabError } from '#shared/contract/errors.ts'
import type { TensorflowVersions } from './types.ts'

/**
 * The eager interface of libtensorflow as tfjs-node's addon offers it. Used directly: the
 * tensor objects, scopes and kernels of the JavaScript layer above cost more than small ops do.
 */
interface Binding {
  createTensor(shape: number[], dtype: number, values: Float32Array): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): Float32Array
  executeOp(
    name: string,
    attributes: Attribute[],
    inputs: number[],
    outputs: number,
  ): { id: number }[]
  readonly TF_FLOAT: number
  readonly TF_ATTR_BOOL: number
  readonly TF_Version: string
}

interface Attribute {
  readonly name: string
  readonly type: number
  readonly value: boolean
}

/** Of the package, the addon alone: loading its JavaScript takes three times as long as all else. */
const addon = '@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node'

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
  /** Uploads what stays until `free`. */
  keepFloats(shape: number[], values: Float32Array): Tensor
  free(tensor: Tensor): void
  /** Copies a tensor's values out. */
  readFloats(tensor: Tensor): Float32Array
  /** `a · b`, batched over leading axes, which broadcast. */
  matmul(a: Tensor, b: Tensor): Tensor
  /** `aᵀ · b`, likewise. */
  matmulTransposed(a: Tensor, b: Tensor): Tensor
  /** `a · bᵀ`, likewise. */
  matmulByTransposed(a: Tensor, b: Tensor): Tensor
  activate(op: ActivationOp, tensor: Tensor): Tensor
  /** The activation's gradient, from its values and the gradient by them. */
  activateGradient(op: ActivationOp, values: Tensor, gradient: Tensor): Tensor
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
 * @param threads threads inside an operation; the library reads it once, as it loads. Processes that
 *   share the cores must share them out, or their threads take turns. @default one a core
 * @throws LabError `tensorflow-missing`
 */
export function loadTensorflow(threads?: number): NativeTensorflow {
  if (loaded) return loaded
  if (threads !== undefined) process.env.TF_NUM_INTRAOP_THREADS ??= String(threads)
  const require = createRequire(import.meta.url)
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  try {
    const binding = require(addon) as Binding
    const { version } = require('@tensorflow/tfjs-node/package.json') as { version: string }
    const versions = { package: version, library: binding.TF_Version }
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
  // The library infers types from inputs, and flags left out are false: each attribute given costs
  // a quarter of what a small op does.
  const none: Attribute[] = []
  const transposedFirst = [{ name: 'adj_x', type: binding.TF_ATTR_BOOL, value: true }]
  const transposedSecond = [{ name: 'adj_y', type: binding.TF_ATTR_BOOL, value: true }]

  let temporaries: Tensor[] = []
  let alive = 0
  /** Arrays whose memory a tensor may share, kept from the garbage collector. */
  const shared = new Map<Tensor, Float32Array>()

  const keepFloats = (shape: number[], values: Float32Array): Tensor => {
    const tensor = binding.createTensor(shape, binding.TF_FLOAT, values) as Tensor
    shared.set(tensor, values)
    alive++
    return tensor
  }
  const free = (tensor: Tensor): void => {
    alive--
    binding.deleteTensor(tensor)
    shared.delete(tensor)
  }
  const execute = (name: string, attributes: Attribute[], inputs: Tensor[]): Tensor => {
    const output = binding.executeOp(name, attributes, inputs, 1)[0]!.id as Tensor
    alive++
    temporaries.push(output)
    return output
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
    floats(shape, values) {
      const tensor = keepFloats(shape, values)
      temporaries.push(tensor)
      return tensor
    },
    keepFloats,
    free,
    readFloats: (tensor) => binding.tensorDataSync(tensor),
    matmul: (a, b) => execute('BatchMatMulV2', none, [a, b]),
    matmulTransposed: (a, b) => execute('BatchMatMulV2', transposedFirst, [a, b]),
    matmulByTransposed: (a, b) => execute('BatchMatMulV2', transposedSecond, [a, b]),
    activate: (op, tensor) => execute(op, none, [tensor]),
    activateGradient: (op, values, gradient) =>
      // The one that takes the gradient first.
      op === 'Relu'
        ? execute('ReluGrad', none, [gradient, values])
        : execute(`${op}Grad`, none, [values, gradient]),
    count: () => alive,
  }
}
