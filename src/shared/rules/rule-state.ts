import { sizeOf, squaresOf, type TensorLayout } from './interpret.ts'
import { createArena, createPoint, createStepper, stepperBytes, type Stepper } from './stepper.ts'
import { programOf } from './rule-program.ts'
import type { HyperValues, Slot, UpdateRule } from './rule.ts'

/** One run of a rule: its numbers, and what moves them. */
export interface RuleState {
  /** Changed by `step`. */
  readonly parameters: Float64Array
  /** To be filled before `step`. */
  readonly gradients: Float64Array
  readonly slots: Readonly<Record<string, Float64Array>>
  /** Whether a compiled kernel takes the steps. */
  readonly compiled: boolean
  /** Where step t wants its gradient taken. @param t from 1 */
  gradientPoint(t: number): Float64Array
  /** @param t from 1 */
  step(t: number): void
}

export interface RuleStateOptions {
  /** @default one vector of all parameters */
  readonly tensors?: readonly TensorLayout[]
  /** @default wherever kernels can run */
  readonly compiled?: boolean
}

/** @param start the parameters; copied */
export function createRuleState(
  rule: UpdateRule,
  hyper: HyperValues,
  start: ArrayLike<number>,
  options: RuleStateOptions = {},
): RuleState {
  const size = start.length
  const { tensors = oneVector(size), compiled } = options
  const program = programOf(rule, hyper)
  const bytes =
    3 * (size * 8 + 16) +
    slotBytes(rule.slots, tensors, 1) +
    2 * stepperBytes(size, 1, tensors.length)
  const arena = createArena(bytes, compiled)
  const parameters = arena.floats(size)
  parameters.set(start)
  const gradients = arena.floats(size)
  const slots = Object.fromEntries(
    rule.slots.map((slot) => {
      const values = arena.floats(slotSize(slot, tensors))
      return [slot.key, startSlot(values, slot, hyper, start, tensors)]
    }),
  )
  const arrays = { parameters, gradients, slots }
  const stepper: Stepper = createStepper({ ...arrays, program, tensors, arena })
  const { gradientAt } = program
  const into = gradientAt ? arena.floats(size) : parameters
  const lookAhead =
    gradientAt && createPoint({ ...arrays, point: gradientAt, into, tensors, arena })
  const numbers: Record<string, number | boolean> = { ...hyper }
  return {
    ...arrays,
    compiled: stepper.compiled,
    gradientPoint(t) {
      numbers.t = t
      lookAhead?.(numbers, 0, 1)
      return into
    },
    step(t) {
      numbers.t = t
      stepper.step(numbers, 0, 1)
    },
  }
}

/** Some parameters as the one tensor they are where nothing else is said. */
export function oneVector(size: number): TensorLayout[] {
  return [{ offset: 0, rows: 1, columns: size, matrix: false }]
}

/** @returns how many numbers of one run a slot holds */
export function slotSize({ square }: Slot, tensors: readonly TensorLayout[]): number {
  return sizeOf(square ? squaresOf(tensors, square) : tensors)
}

/** @returns the bytes that the slots of some runs take from an arena */
export function slotBytes(
  slots: readonly Slot[],
  tensors: readonly TensorLayout[],
  runs: number,
): number {
  return slots.reduce((sum, slot) => sum + runs * slotSize(slot, tensors) * 8 + 16, 0)
}

/**
 * Fills a slot with what it starts from.
 *
 * @param values of some runs, one after the other
 * @param parameters of the same runs
 */
export function startSlot(
  values: Float64Array,
  { initial = 0, square }: Slot,
  hyper: HyperValues,
  parameters: ArrayLike<number>,
  tensors: readonly TensorLayout[],
): Float64Array {
  const start = typeof initial === 'number' ? initial : Number(hyper[initial])
  if (square) {
    const squares = squaresOf(tensors, square)
    const size = sizeOf(squares)
    for (let run = 0; run < values.length; run += size) {
      for (const { offset, rows } of squares) {
        for (let i = 0; i < rows; i++) values[run + offset + i * (rows + 1)] = start
      }
    }
  } else if (initial === 'w') values.set(parameters)
  else values.fill(start)
  return values
}
