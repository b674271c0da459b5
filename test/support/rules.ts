import type { Declarations, Program } from '#shared/rules/ast.ts'
import type { StepNumbers, TensorLayout } from '#shared/rules/interpret.ts'
import { parseProgram } from '#shared/rules/parse.ts'
import { resolveProgram, type Settings } from '#shared/rules/resolve.ts'
import { createArena, createStepper, stepperBytes } from '#shared/rules/stepper.ts'

/** What the programs of these tests may name besides `w`, `g` and `t`. */
export const declarations: Declarations = {
  hyper: ['lr', 'a', 'b'],
  flags: ['on', 'off'],
  slots: ['p', 'q'],
}

export const settings: Settings = { lr: 0.25, a: 0.75, b: 3, on: true, off: false }

/** @throws Error where it is refused */
export function programFrom(source: string, known = declarations): Program {
  const { program, fault } = parseProgram(source, known)
  if (program) return program
  throw new Error(`${fault.place.line}:${fault.place.column} ${fault.message.en}\n${source}`)
}

/** A program, of which the lines are left that hold under some settings. */
export function resolved(source: string, own: Settings = settings, known = declarations): Program {
  return resolveProgram(programFrom(source, known), own)
}

/** Tensors one after the other: `[rows, columns]` of a matrix, `[length]` of a vector. */
export function tensorsFrom(...shapes: readonly (readonly number[])[]): TensorLayout[] {
  let offset = 0
  return shapes.map(([first = 1, columns]) => {
    const matrix = columns !== undefined
    const tensor = { offset, rows: matrix ? first : 1, columns: columns ?? first, matrix }
    offset += tensor.rows * tensor.columns
    return tensor
  })
}

/** The numbers of some runs, side by side. */
export interface Numbers {
  readonly w: readonly number[]
  readonly g: readonly number[]
  readonly slots: Readonly<Record<string, readonly number[]>>
}

/** The same after some steps. */
export interface Stepped {
  readonly compiled: boolean
  readonly w: number[]
  readonly g: number[]
  readonly slots: Readonly<Record<string, number[]>>
  readonly measures: number[]
}

export interface StepOptions {
  readonly tensors: readonly TensorLayout[]
  readonly numbers: Numbers
  readonly step?: StepNumbers
  readonly compiled: boolean
  readonly keep?: number
  /** Calls that together step every run, half-open. @default one of all */
  readonly ranges?: readonly (readonly [from: number, to: number])[]
  /** Numbers that lie between an array's place in memory and one divisible by 16 bytes. @default 0 */
  readonly shift?: number
}

/** Takes one step of every run, on a kernel or the interpreter. */
export function takeStep(program: Program, options: StepOptions): Stepped {
  const { tensors, numbers, compiled, keep = 0, shift = 0 } = options
  const size = tensors.reduce((sum, { rows, columns }) => sum + rows * columns, 0)
  const length = numbers.w.length
  const runs = length / size
  const keys = Object.keys(numbers.slots)
  const slotLengths = keys.map((key) => numbers.slots[key]!.length)
  const bytes = [length, length, ...slotLengths].reduce((sum, n) => sum + (n + shift + 2) * 8, 0)
  const arena = createArena(bytes + stepperBytes(size, runs, tensors.length), compiled)
  const fill = (values: readonly number[]): Float64Array => {
    const array = arena.floats(values.length + shift).subarray(shift)
    array.set(values)
    return array
  }
  const parameters = fill(numbers.w)
  const gradients = fill(numbers.g)
  const slots = Object.fromEntries(keys.map((key) => [key, fill(numbers.slots[key]!)]))
  const stepper = createStepper({
    program,
    tensors,
    parameters,
    gradients,
    slots,
    keep,
    arena,
  })
  const step = options.step ?? { ...settings, t: 2 }
  for (const [from, to] of options.ranges ?? [[0, runs]]) stepper.step(step, from, to)
  return {
    compiled: stepper.compiled,
    w: [...parameters],
    g: [...gradients],
    slots: Object.fromEntries(keys.map((key) => [key, [...slots[key]!]])),
    measures: [...stepper.measures],
  }
}
