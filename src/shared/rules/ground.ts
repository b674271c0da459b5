import type { Imports } from './imports.ts'
import { v128, type FunctionBuilder } from './wasm.ts'

/** A surface as a walk sees it. */
export interface Ground {
  readonly value: (x: number, y: number) => number
  /** Writes the gradient. */
  readonly gradient: (x: number, y: number, into: Float64Array) => void
  /** The same as code of WebAssembly; left out where it cannot be compiled. */
  readonly code?: GroundCode
}

/** A point's coordinates, as locals of a function. */
export type Place = readonly [x: number, y: number]

/** A ground as code in the midst of a function: its numbers stay in registers, and nothing is called. */
export interface GroundCode {
  /** @returns what leaves the value on the stack */
  value(code: FunctionBuilder, at: Place, imports: Imports): () => void
  /** @returns what leaves the value on the stack, and a local that holds the gradient */
  look(
    code: FunctionBuilder,
    at: Place,
    imports: Imports,
  ): { readonly pushValue: () => void; readonly slope: number }
}

let memory: WebAssembly.Memory | undefined

/** One for all walks of a page or process and the surfaces they walk; it grows as walks get longer. */
export function sharedMemory(): WebAssembly.Memory {
  return (memory ??= new WebAssembly.Memory({ initial: 1 }))
}

/** Bytes from the start of the shared memory to two float64 numbers: the gradient looked up last. */
export const slopeAt = 0

/** Bytes at the start of the shared memory that are not a walk's own. */
export const reserved = 16

let view = new Float64Array(0)

/** @returns those two numbers */
export function slopes(): Float64Array {
  // A memory that grows leaves its views without a length.
  if (view.length === 0) view = new Float64Array(sharedMemory().buffer, slopeAt, reserved / 8)
  return view
}

/** The ground under a walk whose ground is no code; where no walk is under way, none. */
let underfoot: Ground = { value: () => NaN, gradient: () => undefined }

/** Calls the ground underfoot. */
const steppingStones: GroundCode = {
  value: (code, at, imports) => () => {
    at.forEach(code.get)
    code.call(imports.indexOf('value', 2, (x, y) => underfoot.value(x, y)))
  },
  look(code, at, imports) {
    const slope = code.local(v128)
    at.forEach(code.get)
    code.call(
      imports.indexOf('gradient', 2, (x, y) => {
        underfoot.gradient(x, y, slopes())
        return 0
      }),
    )
    code.op('drop')
    code.int(slopeAt)
    code.memory('v128.load')
    code.set(slope)
    return { pushValue: this.value(code, at, imports), slope }
  },
}

/** @returns a ground's code, or else code that calls it as long as no other is asked for */
export function codeOf(ground: Ground): GroundCode {
  if (ground.code) return ground.code
  underfoot = ground
  return steppingStones
}
