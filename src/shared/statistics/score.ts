/** One run's recorded points of one metric, sorted by step. */
export interface RunCurve {
  readonly steps: ArrayLike<number>
  /** Training rows seen. */
  readonly samples: ArrayLike<number>
  /** Seconds of training. */
  readonly seconds: ArrayLike<number>
  readonly values: ArrayLike<number>
  /** The step after which it trains no further though its budget goes on. */
  readonly endedAt?: number
  /** The step at which something in it was no longer a finite number. */
  readonly divergedAt?: number
}

/** What one run came to, up to some step; NaN where it has recorded nothing yet, or nothing there is. */
export interface RunScore {
  /** The metric at its last point; the worst there can be once the run has diverged. */
  readonly final: number
  /** The best finite value it had; the worst there can be if it diverged before it had any. */
  readonly best: number
  /** Mean of the metric over training rows seen, from its first point on; the worst once diverged. */
  readonly area: number
  /** The first recorded step at or beyond the target; Infinity while there is none, NaN without a target. */
  readonly steps: number
  /** Seconds of training at that step. */
  readonly seconds: number
  readonly diverged: boolean
}

/**
 * Reads a run's curve as it grows, each point once.
 *
 * Nothing is interpolated: a target counts as reached at the point that was recorded. The area is
 * the trapezoid rule over samples. A run that ended before the others holds its last value to their
 * step, for its parameters no longer move: a lane is not rewarded for stopping early.
 */
export class RunScorer {
  readonly #worst: number
  readonly #sign: number
  readonly #target: number | undefined
  #next = 0
  #best = Infinity
  #sum = 0
  #final = NaN
  #samples = NaN
  #first = NaN
  #steps = Infinity
  #seconds = Infinity
  #broken = false

  /** @param target the value to come to, or past it */
  constructor(higherIsBetter: boolean, target?: number) {
    this.#sign = higherIsBetter ? -1 : 1
    this.#worst = this.#sign * Infinity
    this.#target = target
  }

  /**
   * @param curve the same run's, at least as long as before
   * @param step up to which points count, not before an earlier one
   * @param samples training rows seen at that step
   */
  score(curve: RunCurve, step: number, samples: number): RunScore {
    const { steps, divergedAt } = curve
    while (this.#next < steps.length && steps[this.#next]! <= step) this.#take(curve, this.#next++)
    const diverged = this.#broken || (divergedAt !== undefined && divergedAt <= step)
    const timed = this.#target !== undefined && (this.#next > 0 || diverged)
    const lost = diverged ? this.#worst : NaN
    return {
      final: diverged ? this.#worst : this.#final,
      best: this.#best === Infinity ? lost : this.#sign * this.#best,
      area: diverged ? this.#worst : this.#area(curve, step, samples),
      steps: timed ? this.#steps : NaN,
      seconds: timed ? this.#seconds : NaN,
      diverged,
    }
  }

  #take({ steps, samples, seconds, values }: RunCurve, at: number): void {
    const value = values[at]!
    const now = samples[at]!
    // A loss that is not finite has diverged, whatever comes later. Of R² that can also mean that
    // the target does not vary: whether the run diverged is told by its event alone.
    if (this.#sign > 0 && !Number.isFinite(value)) this.#broken = true
    if (at === 0) this.#first = now
    else this.#sum += ((this.#final + value) / 2) * (now - this.#samples)
    this.#final = value
    this.#samples = now
    const cost = this.#sign * value
    if (cost < this.#best) this.#best = cost
    const reached = this.#target !== undefined && cost <= this.#sign * this.#target
    if (reached && this.#steps === Infinity) {
      this.#steps = steps[at]!
      this.#seconds = seconds[at]!
    }
  }

  #area({ endedAt }: RunCurve, step: number, samples: number): number {
    const ended = endedAt !== undefined && endedAt < step && samples > this.#samples
    const held = ended ? samples - this.#samples : 0
    const width = this.#samples - this.#first + held
    return width > 0 ? (this.#sum + this.#final * held) / width : this.#final
  }
}

/**
 * The step up to which runs can be compared: the last that all have reached. Runs that are over do
 * not hold it back, nor do those that have not recorded anything.
 *
 * @returns with it the training rows seen there; both 0 before anything is recorded
 */
export function commonPoint(curves: Iterable<RunCurve>): { step: number; samples: number } {
  let going = Infinity
  let furthest = 0
  const all = [...curves].filter(({ steps }) => steps.length > 0)
  for (const { steps, endedAt } of all) {
    const last = steps[steps.length - 1]!
    furthest = Math.max(furthest, last)
    if (endedAt === undefined) going = Math.min(going, last)
  }
  const step = Math.min(going, furthest)
  let samples = 0
  for (const curve of all) {
    let at = curve.steps.length - 1
    while (at >= 0 && curve.steps[at]! > step) at--
    if (at >= 0) samples = Math.max(samples, curve.samples[at]!)
  }
  return { step, samples }
}
