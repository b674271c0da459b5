/**
 * Run in a process of its own, with a clone's root as its argument: loads the native TensorFlow
 * of that clone, multiplies two matrices and prints the versions as JSON. Exits with 1 and the
 * reason when any of that fails.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The little of the addon that a product takes; src/main/trainer/native.ts has more. */
interface Addon {
  readonly TF_FLOAT: number
  readonly TF_Version: string
  createTensor(shape: number[], dtype: number, values: Float32Array): number
  executeOp(name: string, attributes: never[], inputs: number[], outputs: number): { id: number }[]
  tensorDataSync(id: number): Float32Array
}

const require = createRequire(join(process.argv[2] ?? process.cwd(), 'package.json'))

const addon = require('@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node') as Addon
const { version } = require('@tensorflow/tfjs-node/package.json') as { version: string }
const matrix = (values: number[]): number =>
  addon.createTensor([2, 2], addon.TF_FLOAT, Float32Array.from(values))

// [1 2; 3 4] · [5 6; 7 8] = [1·5+2·7 1·6+2·8; 3·5+4·7 3·6+4·8]
const expected = [19, 22, 43, 50]
const inputs = [matrix([1, 2, 3, 4]), matrix([5, 6, 7, 8])]
const product = Array.from(addon.tensorDataSync(addon.executeOp('MatMul', [], inputs, 1)[0]!.id))
if (product.join() !== expected.join()) {
  throw new Error(`the product came out as ${product.join()} instead of ${expected.join()}`)
}
process.stdout.write(`${JSON.stringify({ tfjsNode: version, libtensorflow: addon.TF_Version })}\n`)
