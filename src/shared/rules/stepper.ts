import type { Expression, Program } from './ast.ts'
import { most, UnsupportedError } from './graph.ts'
import { interpretStep, sizeOf, type StepNumbers, type TensorLayout } from './interpret.ts'
import { createVectors, type Vectors } from './vectors.ts'
import { blockWords } from './emit.ts'
import { compileKernel, type Kernel } from './kernel.ts'
import { hasSimd } from './wasm.ts'

/** Hands out arrays side by side in one WebAssembly memory, so that kernels reach all of them. */
export interface Arena {
  /** Undefined where there are no kernels: arrays stand by themselves. */
  readonly memory?: WebAssembly.Memory
  /** Passes over its arrays; undefined likewise. */
  readonly vectors?: Vectors
  /** Zeros. */
  floats(length: number): Float64Array
  /** Zeros of single precision. */
  singles(length: number): Float32Array
  words(values: readonly number[]): Uint32Array
}

/** Bytes that one memory can hold. */
const mostBytes = 2 ** 32 - 2 ** 16

/**
 * @param bytes that will be asked for, at most, without what keeps arrays apart
 * @param compiled whether kernels are to reach the arrays
 */
export function createArena(bytes: number, compiled = hasSimd()): Arena {
  if (!compiled || bytes > mostBytes) {
    return {
      floats: (length) => new Float64Array(length),
      singles: (length) => new Float32Array(length),
      words: (values) => Uint32Array.from(values),
    }
  }
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) + 1 })
  let used = 0
  const take = (size: number): number => {
    const at = used
    used = at + Math.ceil(size / 16) * 16
    return at
  }
  return {
    memory,
    vectors: createVectors(memory),
    floats: (length) => new Float64Array(memory.buffer, take(length * 8), length),
    singles: (length) => new Float32Array(memory.buffer, take(length * 4), length),
    words(values) {
      const words = new Uint32Array(memory.buffer, take(values.length * 4), values.length)
      words.set(values)
      return words
    },
  }
}

/** Arrays of the runs that step together, each `[runs × size]`, from one arena. */
interface StepperArrays {
  readonly parameters: Float64Array
  readonly gradients: Float64Array
  /** By key, in the order the rule declares them. */
  readonly slots: Readonly<Record<string, Float64Array>>
}

export interface StepperOptions extends StepperArrays {
  /** Resolved. */
  readonly program: Program
  /** The tensors of one run. */
  readonly tensors: readonly TensorLayout[]
  /** The number of leading statements after which `g` is written back. @default 0: never */
  readonly keep?: number
  readonly arena: Arena
}

/** Takes the steps of some runs of one rule. */
export interface Stepper {
  readonly compiled: boolean
  /** Of each run, three numbers: sums of squares of its last step, of its parameters before it and after. */
  readonly measures: Float64Array
  /** @param from first run, half-open */
  step(numbers: StepNumbers, from: number, to: number): void
}

/** Bytes that a stepper takes from its arena besides the arrays it is given, at most. */
export function stepperBytes(size: number, runs: number, tensors: number): number {
  // Few programs put more than eight vectors aside; those that do are interpreted.
  return (
    (mostSaved * size + 3 * runs + mostSums * (tensors + 1) + most.uniforms + 64 * tensors) * 8 +
    4096
  )
}

const mostSaved = 8
const mostSums = 16

export function createStepper(options: StepperOptions): Stepper {
  const { arena, parameters, tensors } = options
  const size = sizeOf(tensors)
  const runs = parameters.length / size
  const measures = arena.floats(3 * runs)
  return compiledStepper(options, size, measures) ?? interpretedStepper(options, size, measures)
}

/** The name of the vector that a point is computed into: one that no slot can have. */
const pointName = 'the point'

/**
 * Computes where the gradient is to be taken, or the loss evaluated.
 *
 * @param options.point as the program has it; left out, the parameters themselves
 * @param options.into from the same arena, `[runs × size]`
 * @returns a function that writes the points of runs `from` to `to`, half-open, into `into`
 */
export function createPoint(
  options: Omit<StepperOptions, 'program' | 'keep'> & {
    readonly point: Expression
    readonly into: Float64Array
  },
): (numbers: StepNumbers, from: number, to: number) => void {
  const { point, into, slots } = options
  const statement = { kind: 'assign', target: pointName, operator: '=', value: point } as const
  // No point is made of square slots.
  const plain = Object.entries(slots).filter(([, { length }]) => length === into.length)
  const stepper = createStepper({
    ...options,
    program: { source: '', statements: [{ ...statement, place: point.place }] },
    slots: { ...Object.fromEntries(plain), [pointName]: into },
  })
  return (numbers, from, to) => stepper.step(numbers, from, to)
}

function compiledStepper(
  options: StepperOptions,
  size: number,
  measures: Float64Array,
): Stepper | undefined {
  const { arena, program, parameters, gradients, slots, tensors, keep = 0 } = options
  if (!arena.memory) return undefined
  const kernel = kernelOf(program, Object.keys(slots), keep)
  if (!kernel) return undefined
  const { saved, uniforms } = kernel
  if (saved > mostSaved || uniforms.length > most.uniforms) return undefined
  if (kernel.sums(1) - kernel.sums(0) > mostSums || kernel.sums(0) > mostSums) return undefined
  const step = kernel.step(arena.memory)
  const values = arena.floats(uniforms.length)
  const table = arena.words(
    tensors.flatMap(({ offset, rows, columns, matrix }) => [
      offset * 8,
      rows * columns,
      matrix ? 1 : 0,
    ]),
  )
  const words = new Array<number>(blockWords.slots).fill(0)
  words[blockWords.parameters] = parameters.byteOffset
  words[blockWords.gradients] = gradients.byteOffset
  words[blockWords.uniforms] = values.byteOffset
  words[blockWords.tensors] = table.byteOffset
  words[blockWords.tensorCount] = tensors.length
  words[blockWords.runBytes] = size * 8
  words[blockWords.sums] = arena.floats(kernel.sums(tensors.length)).byteOffset
  words[blockWords.saved] = arena.floats(saved * size).byteOffset
  words[blockWords.measures] = measures.byteOffset
  for (const slot of Object.values(slots)) words.push(slot.byteOffset)
  const block = arena.words(words).byteOffset
  return {
    compiled: true,
    measures,
    step(numbers, from, to) {
      if (from >= to) return
      for (let index = 0; index < uniforms.length; index++)
        values[index] = uniforms[index]!(numbers)
      step(block, from, to)
    },
  }
}

function interpretedStepper(
  { program, parameters, gradients, slots, tensors, keep = 0 }: StepperOptions,
  size: number,
  measures: Float64Array,
): Stepper {
  const before = new Float64Array(size)
  const runs = parameters.length / size
  return {
    compiled: false,
    measures,
    step(numbers, from, to) {
      for (let run = from; run < to; run++) {
        const part = (values: Float64Array): Float64Array => {
          const own = values.length / runs
          return values.subarray(run * own, (run + 1) * own)
        }
        const own = {
          parameters: part(parameters),
          gradients: part(gradients),
          slots: Object.fromEntries(Object.entries(slots).map(([key, slot]) => [key, part(slot)])),
        }
        before.set(own.parameters)
        interpretStep(program, tensors, own, numbers, { keep })
        let [step, earlier, later] = [0, 0, 0]
        for (let index = 0; index < size; index++) {
          const [value, was] = [own.parameters[index]!, before[index]!]
          step += (value - was) * (value - was)
          earlier += was * was
          later += value * value
        }
        measures.set([step, earlier, later], run * 3)
      }
    },
  }
}

const kernels = new Map<string, Kernel | undefined>()

/** Compiled programs are kept: lanes and races share them. */
function kernelOf(program: Program, slots: readonly string[], keep: number): Kernel | undefined {
  const key = JSON.stringify([keep, slots, program.statements], (name, value: unknown) =>
    name === 'place' ? undefined : value,
  )
  if (!kernels.has(key)) {
    if (kernels.size >= 256) kernels.clear()
    try {
      kernels.set(key, compileKernel(program, slots, keep))
    } catch (error) {
      if (!(error instanceof UnsupportedError)) throw error
      kernels.set(key, undefined)
    }
  }
  return kernels.get(key)
}
