import type { TensorLayout } from '../rules/interpret.ts'
import {
  createArena,
  createPoint,
  createStepper,
  stepperBytes,
  type Stepper,
} from '../rules/stepper.ts'
import { programOf } from './program.ts'
import type { HyperValues, Slot, UpdateRule } from './types.ts'

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
  const { tensors = [{ offset: 0, rows: 1, columns: size, matrix: false }], compiled } = options
  const program = programOf(rule, hyper)
  const bytes =
    (3 + rule.slots.length) * (size * 8 + 16) + 2 * stepperBytes(size, 1, tensors.length)
  const arena = createArena(bytes, compiled)
  const parameters = arena.floats(size)
  parameters.set(start)
  const gradients = arena.floats(size)
  const slots = Object.fromEntries(
    rule.slots.map((slot) => [slot.key, startSlot(arena.floats(size), slot, hyper, start)]),
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

/**
 * Fills a slot with what it starts from.
 *
 * @param values as long as `parameters`
 */
export function startSlot(
  values: Float64Array,
  { initial = 0 }: Slot,
  hyper: HyperValues,
  parameters: ArrayLike<number>,
): Float64Array {
  if (initial === 'w') values.set(parameters)
  else values.fill(typeof initial === 'number' ? initial : Number(hyper[initial]))
  return values
}
