import type { Program } from './ast.ts'
import { emitStep } from './emit.ts'
import { buildGraph, evaluator, most, UnsupportedError } from './graph.ts'
import { createImports } from './imports.ts'
import type { StepNumbers } from './interpret.ts'
import { scheduleGraphs } from './schedule.ts'
import { i32 } from './wasm.ts'

/** A compiled program: what a step of many runs needs besides their numbers. */
export interface Kernel {
  /** @returns the step over a memory */
  step(memory: WebAssembly.Memory): KernelStep
  /** The numbers at `uniforms`, computed for each step. */
  readonly uniforms: readonly ((numbers: StepNumbers) => number)[]
  /** Vectors of a run's length to be put aside. */
  readonly saved: number
  /** Float64 numbers at `sums`: some for each tensor, after them some for the run. */
  sums(tensors: number): number
}

/** What `step` exports: takes the step of runs `from` to `to`, half-open. */
type KernelStep = (block: number, from: number, to: number) => void

/**
 * Compiles a resolved program.
 *
 * @param slots in the order the rule declares them
 * @param keep the number of leading statements after which `g` is written back; 0 for never
 * @throws UnsupportedError where only the interpreter can take the step
 */
export function compileKernel(program: Program, slots: readonly string[], keep = 0): Kernel {
  const graphs = [false, true].map((matrix) => buildGraph(program, slots, matrix, keep))
  const schedules = scheduleGraphs(graphs)
  if (schedules[0]!.passes.length > most.passes) throw new UnsupportedError('so many passes')
  const imports = createImports()
  const { step, uniforms, sums, saved } = emitStep(graphs, schedules, slots, imports)
  const parameters = [i32, i32, i32] as const
  const instantiate = imports.compile([{ name: 'step', parameters, results: [], body: step }])
  return {
    step: (memory) => instantiate(memory).step as KernelStep,
    uniforms: uniforms.map(evaluator),
    saved,
    sums: (tensors) => sums.tensor * tensors + sums.run,
  }
}
