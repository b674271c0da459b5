/** A surface as a walk sees it. */
export interface Ground {
  readonly value: (x: number, y: number) => number
  /** Writes the gradient. */
  readonly gradient: (x: number, y: number, into: Float64Array) => void
  /** @returns the same as functions of WebAssembly, undefined where it cannot be compiled */
  readonly compiled?: () => CompiledGround | undefined
}

/** Functions that a module exports; a walk that imports them calls them without leaving WebAssembly. */
export interface CompiledGround {
  readonly value: (x: number, y: number) => number
  /** Writes the gradient to `slopeAt` in the shared memory, and returns the value. */
  readonly look: (x: number, y: number) => number
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
