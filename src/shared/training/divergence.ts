import type { RunEvent } from '../contract/stream.ts'
import type { RunNumbers } from '../rules/interpret.ts'
import { smallestDivisor } from './blame.ts'
import { firstNotFinite } from './finite.ts'
import type { Stack } from './stack.ts'

/** What a run's event says of its divergence. */
type Divergence = NonNullable<RunEvent['divergence']>

/** What was not finite first, and where. */
type Finding = Pick<Divergence, 'first' | 'slot' | 'index' | 'line'>

/** A run whose numbers stopped being finite in the step just taken. */
export interface Diverged {
  /** Its place in the stack. */
  readonly index: number
  readonly divergence: Divergence
}

/**
 * Looks at every run's numbers in every step, for the first that is not finite. What it costs is a
 * sum of squares over the gradients and one over the parameters, which others may use.
 */
export interface DivergenceWatch {
  /** Each run's sum of squares of the gradient of its last step, before clipping, `[runs]`. */
  readonly gradientSquares: Float64Array
  /** Each run's sum of squares of its parameters, `[runs]`; until `afterUpdate` those before the step. */
  readonly parameterSquares: Float64Array
  /**
   * Call it between the gradients and the update of some runs, half-open.
   *
   * @param losses the step's batch losses, `[runs]`; asked for only where something looks wrong
   * @default all runs
   */
  beforeUpdate(losses: () => Float64Array, from?: number, to?: number): void
  /** Call it after the update of the same runs. A run is named once. */
  afterUpdate(from?: number, to?: number): readonly Diverged[]
  /** Looks at a run no longer. */
  leave(index: number): void
  /** Copies of what it remembers. */
  state(): WatchState
}

/** What the watch remembers of the last step, each `[runs]`. */
export interface WatchState {
  /** 1 where it still looks. */
  readonly watched: Uint32Array
  /** 1 where a step has been taken. */
  readonly stepped: Uint32Array
  readonly rates: Float64Array
  /** Sums of squares of the gradients. */
  readonly gradients: Float64Array
}

/**
 * A sum of squares from which on a run is looked at number by number. Below it a loss or a slot
 * cannot overflow unseen: what they are made of are sums and products of at most a few such numbers.
 */
const suspicious = 1e60

const none: readonly Diverged[] = []

/** @param resume what it remembered where it left off; the stack stands there already */
export function createDivergenceWatch(stack: Stack, resume?: WatchState): DivergenceWatch {
  const { runs, size, parameters, gradients } = stack
  const count = runs.length
  const watched = resume?.watched.slice() ?? new Uint32Array(count).fill(1)
  const parameterSquares = new Float64Array(count)
  const gradientSquares = resume?.gradients.slice() ?? new Float64Array(count)
  const earlierGradientSquares = new Float64Array(count)
  /** Whether a run has taken a step, and its rate then. */
  const stepped = resume?.stepped.slice() ?? new Uint32Array(count)
  const earlierRates = resume?.rates.slice() ?? new Float64Array(count)
  const findings = new Map<number, Finding>()
  /** What stood before the step of those runs under way that may diverge in it. */
  const before = new Map<number, RunNumbers>()
  /** Copies that are needed no longer, by lane. */
  const spare = stack.lanes.map((): RunNumbers[] => [])
  const tiny = stack.lanes.map(({ hyper }) =>
    Object.values(hyper).some(
      (value) => typeof value === 'number' && value !== 0 && Math.abs(value) < smallestDivisor,
    ),
  )

  for (let index = 0; index < count; index++) {
    parameterSquares[index] = stack.squaresOf(parameters, index)
  }

  /** What of the step's loss and gradient is not finite. */
  const findBefore = (index: number, loss: number): Finding | undefined => {
    if (!Number.isFinite(loss)) return { first: 'loss' }
    const at = firstNotFinite(gradients, index * size, (index + 1) * size)
    return at < 0 ? undefined : { first: 'gradient', index: at }
  }

  /** What of the state after the step is not finite. */
  const findAfter = (index: number): Finding | undefined => {
    const { rule, slots } = stack.lanes[stack.laneOf(index)]!
    let inSlots = firstNotFinite(stack.slotsOf(index))
    if (inSlots >= 0) {
      const seeds = count / stack.lanes.length
      for (const { key, square } of rule.slots) {
        const length = slots[key]!.length / seeds
        // What is no parameter's own has no index.
        if (inSlots < length)
          return { first: 'slot', slot: key, ...(!square && { index: inSlots }) }
        inSlots -= length
      }
    }
    const at = firstNotFinite(parameters, index * size, (index + 1) * size)
    return at < 0 ? undefined : { first: 'parameter', index: at }
  }

  /** What a run was like before the step. */
  const earlier = (index: number): Omit<Divergence, keyof Finding> => {
    const parameters = normOf(stack.measures(index).before)
    if (stepped[index] === 0) return { parameters }
    const gradient = normOf(earlierGradientSquares[index]!)
    const rate = earlierRates[index]!
    return Number.isNaN(rate) ? { parameters, gradient } : { parameters, gradient, rate }
  }

  return {
    gradientSquares,
    parameterSquares,
    beforeUpdate(losses, from = 0, to = count) {
      for (let index = from; index < to; index++) {
        const squares = stack.squaresOf(gradients, index)
        earlierGradientSquares[index] = gradientSquares[index]!
        gradientSquares[index] = squares
        if (watched[index] === 0) continue
        const calm = squares < suspicious && parameterSquares[index]! < suspicious
        const finding = calm ? undefined : findBefore(index, losses()[index]!)
        if (finding) findings.set(index, finding)
        // A copy costs as much as a step: where it cannot be needed, there is none.
        else {
          const lane = stack.laneOf(index)
          if (calm && !stack.lanes[lane]!.fragile) continue
          before.set(index, stack.numbersOf(index, spare[lane]!.pop()))
        }
      }
    },
    afterUpdate(from = 0, to = count) {
      let diverged = none
      for (let index = from; index < to; index++) {
        const squares = stack.measures(index).after
        if (watched[index] !== 0) {
          const lane = stack.laneOf(index)
          const rate = stack.lanes[lane]!.rate()
          const calm =
            squares < suspicious &&
            gradientSquares[index]! < suspicious &&
            !tiny[lane] &&
            !(Math.abs(rate) < smallestDivisor)
          const state = before.get(index)
          const finding = findings.get(index) ?? (calm ? undefined : findAfter(index))
          if (finding) {
            watched[index] = 0
            findings.delete(index)
            const line = state && stack.blame(index, state)
            const divergence = { ...finding, ...(line && { line }), ...earlier(index) }
            diverged = [...diverged, { index, divergence }]
          }
          if (state) spare[lane]!.push(state)
          before.delete(index)
          stepped[index] = 1
          earlierRates[index] = rate
        }
        parameterSquares[index] = squares
      }
      return diverged
    },
    leave(index) {
      watched[index] = 0
    },
    state: () => ({
      watched: watched.slice(),
      stepped: stepped.slice(),
      rates: earlierRates.slice(),
      gradients: gradientSquares.slice(),
    }),
  }
}

/** A norm that a message can hold: finite even where its square is not. */
function normOf(squares: number): number {
  return Math.min(Math.sqrt(squares), Number.MAX_VALUE)
}
