/**
 * Run in a process of its own, with a clone's root as its argument: loads the native TensorFlow
 * of that clone, multiplies two matrices and prints the versions as JSON. Exits with 1 and the
 * reason when any of that fails.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'

interface Backend {
  readonly binding: { TF_Version: string }
}

interface Tensor {
  dataSync(): Float32Array
}

interface TensorFlow {
  readonly version: { 'tfjs-node': string }
  backend(): Backend
  getBackend(): string
  tensor2d(rows: number[][]): Tensor
  matMul(a: Tensor, b: Tensor): Tensor
}

const require = createRequire(join(process.argv[2] ?? process.cwd(), 'package.json'))

// Node 23 removed this function, which tfjs-node still calls.
const util = require('node:util') as { isNullOrUndefined?: (value: unknown) => boolean }
util.isNullOrUndefined ??= (value) => value === null || value === undefined

const tf = require('@tensorflow/tfjs-node') as TensorFlow
if (tf.getBackend() !== 'tensorflow') throw new Error(`the backend is "${tf.getBackend()}"`)

// [1 2; 3 4] · [5 6; 7 8] = [1·5+2·7 1·6+2·8; 3·5+4·7 3·6+4·8]
const expected = [19, 22, 43, 50]
const left = tf.tensor2d([
  [1, 2],
  [3, 4],
])
const right = tf.tensor2d([
  [5, 6],
  [7, 8],
])
const product = Array.from(tf.matMul(left, right).dataSync())
if (product.join() !== expected.join()) {
  throw new Error(`the product came out as ${product.join()} instead of ${expected.join()}`)
}
process.stdout.write(
  `${JSON.stringify({
    tfjsNode: tf.version['tfjs-node'],
    libtensorflow: tf.backend().binding.TF_Version,
  })}\n`,
)
