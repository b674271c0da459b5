import type { RunEvent } from '../contract/stream.ts'
import { firstNotFinite, sumOfSquares } from './finite.ts'
import type { Stack } from './stack.ts'

/** What a run's event says of its divergence. */
export type Divergence = NonNullable<RunEvent['divergence']>

/** What was not finite first, and where. */
type Finding = Pick<Divergence, 'first' | 'slot' | 'index'>

/** A run whose numbers stopped being finite in the step just taken. */
export interface Diverged {
  /** Its place in the stack. */
  readonly index: number
  readonly divergence: Divergence
}

/**
 * Looks at every run's numbers in every step, for the first that is not finite. What it costs is a
 * sum of squares over the gradients and one over the parameters.
 */
export interface DivergenceWatch {
  /**
   * Call it between a step's gradients and its update.
   *
   * @param losses the step's batch losses, `[runs]`; asked for only where something looks wrong
   */
  beforeUpdate(losses: () => Float64Array): void
  /** Call it after the update. A run is named once. */
  afterUpdate(): Diverged[]
  /** Looks at a run no longer. */
  leave(index: number): void
}

/**
 * A sum of squares from which on a run is looked at number by number. Below it a loss or a slot
 * cannot overflow unseen: what they are made of are sums and products of at most a few such numbers.
 */
const suspicious = 1e60

/** A hyper-parameter nearer to 0 than this, or a rate of 0, makes a slot large all by itself if it divides. */
const smallestDivisor = 1e-60

export function createDivergenceWatch(stack: Stack): DivergenceWatch {
  const { runs, size, parameters, gradients } = stack
  const count = runs.length
  const watched = new Uint8Array(count).fill(1)
  const parameterSquares = new Float64Array(count)
  let gradientSquares = new Float64Array(count)
  let earlierGradientSquares = new Float64Array(count)
  /** Each lane's rate of the step before; undefined before the first. */
  let earlierRates: Float64Array | undefined
  const findings = new Map<number, Finding>()
  const tiny = stack.lanes.map(({ hyper }) =>
    Object.values(hyper).some(
      (value) => typeof value === 'number' && value !== 0 && Math.abs(value) < smallestDivisor,
    ),
  )

  const squaresOf = (values: Float64Array, index: number): number =>
    sumOfSquares(values, index * size, (index + 1) * size)
  for (let index = 0; index < count; index++) {
    parameterSquares[index] = squaresOf(parameters, index)
  }

  /** What of the step's loss and gradient is not finite. */
  const findBefore = (index: number, loss: number): Finding | undefined => {
    if (!Number.isFinite(loss)) return { first: 'loss' }
    const at = firstNotFinite(gradients, index * size, (index + 1) * size)
    return at < 0 ? undefined : { first: 'gradient', index: at }
  }

  /** What of the state after the step is not finite. */
  const findAfter = (index: number): Finding | undefined => {
    const { slots } = stack.lanes[stack.laneOf(index)]!.rule
    const inSlots = firstNotFinite(stack.slotsOf(index))
    if (inSlots >= 0) {
      const slot = slots[Math.floor(inSlots / size)]!.key
      return { first: 'slot', slot, index: inSlots % size }
    }
    const at = firstNotFinite(parameters, index * size, (index + 1) * size)
    return at < 0 ? undefined : { first: 'parameter', index: at }
  }

  /** What a run was like before the step. */
  const earlier = (index: number): Omit<Divergence, keyof Finding> => {
    const parameters = normOf(parameterSquares[index]!)
    if (!earlierRates) return { parameters }
    const gradient = normOf(earlierGradientSquares[index]!)
    const rate = earlierRates[stack.laneOf(index)]!
    return Number.isNaN(rate) ? { parameters, gradient } : { parameters, gradient, rate }
  }

  return {
    beforeUpdate(losses) {
      const last = earlierGradientSquares
      earlierGradientSquares = gradientSquares
      gradientSquares = last
      const suspects: number[] = []
      for (let index = 0; index < count; index++) {
        if (watched[index] === 0) continue
        const squares = squaresOf(gradients, index)
        gradientSquares[index] = squares
        if (!(squares < suspicious) || !(parameterSquares[index]! < suspicious)) {
          suspects.push(index)
        }
      }
      if (suspects.length === 0) return
      const all = losses()
      for (const index of suspects) {
        const finding = findBefore(index, all[index]!)
        if (finding) findings.set(index, finding)
      }
    },
    afterUpdate() {
      const diverged: Diverged[] = []
      const rates = stack.rates()
      for (let index = 0; index < count; index++) {
        if (watched[index] === 0) continue
        const lane = stack.laneOf(index)
        const squares = squaresOf(parameters, index)
        const calm =
          squares < suspicious &&
          gradientSquares[index]! < suspicious &&
          !tiny[lane] &&
          !(Math.abs(rates[lane]!) < smallestDivisor)
        const finding = findings.get(index) ?? (calm ? undefined : findAfter(index))
        if (finding) {
          watched[index] = 0
          diverged.push({ index, divergence: { ...finding, ...earlier(index) } })
        }
        parameterSquares[index] = squares
      }
      findings.clear()
      earlierRates = rates
      return diverged
    },
    leave(index) {
      watched[index] = 0
    },
  }
}

/** A norm that a message can hold: finite even where its square is not. */
function normOf(squares: number): number {
  return Math.min(Math.sqrt(squares), Number.MAX_VALUE)
}
