import type { ExperimentSpec } from '../experiment/spec.ts'
import { higherIsBetter, type Metric } from '../metrics/index.ts'
import type { RunEvent } from '../contract/stream.ts'

/** Which runs have come far enough, or no longer get on. */
export interface StopRules {
  /**
   * Call it once for each recorded point of a run, in order.
   *
   * @param index the run's place in the stack
   * @param value what the run recorded of a metric
   * @returns why the run ends here; undefined where it goes on
   */
  judge(
    index: number,
    value: (metric: Metric) => number,
  ): Exclude<RunEvent['kind'], 'diverged'> | undefined
  /** Copies of what it remembers. */
  state(): StopState
}

/** What the patience of the rules remembers. */
export interface StopState {
  /** The best so far of each run, as a value that falls, `[runs]`. */
  readonly best: Float64Array
  /** Points since, `[runs]`. */
  readonly waited: Uint32Array
}

/**
 * The early stop of a spec, for so many runs. A value that is not a number reaches no target and
 * betters nothing.
 *
 * @param resume what it remembered where it left off
 */
export function createStopRules(
  { target, patience }: ExperimentSpec['stop'],
  runs: number,
  resume?: StopState,
): StopRules {
  const sign = patience && higherIsBetter(patience.metric) ? -1 : 1
  const best = resume?.best.slice() ?? new Float64Array(runs).fill(Infinity)
  const waited = resume?.waited.slice() ?? new Uint32Array(runs)

  return {
    judge(index, value) {
      if (target) {
        const now = value(target.metric)
        if (higherIsBetter(target.metric) ? now >= target.value : now <= target.value)
          return 'target'
      }
      if (patience) {
        const now = sign * value(patience.metric)
        // Whatever is finite betters the infinity before the first.
        if (now < best[index]! - patience.least) {
          best[index] = now
          waited[index] = 0
        } else if (++waited[index]! >= patience.points) {
          return 'patience'
        }
      }
      return undefined
    },
    state: () => ({ best: best.slice(), waited: waited.slice() }),
  }
}
