import type { RunEvent } from '../contract/stream.ts'
import type { LaneSpec } from '../experiment/spec.ts'

/** What most likely made a run diverge, with the numbers that say so. */
export type Cause =
  /** Parameters and gradients had grown step by step, as they do when each step overshoots. */
  | {
      readonly kind: 'rateTooHigh'
      /** The rate in force. */
      readonly rate: number
      readonly parameters: number
    }
  /** The same with a rule that has no rate to blame. */
  | { readonly kind: 'runaway'; readonly parameters: number }
  /** All was of ordinary size, and then one step's gradient was not: a cliff. */
  | { readonly kind: 'cliff'; readonly parameters: number; readonly clipped: boolean }
  /** A rule divided by a guard of 0. */
  | { readonly kind: 'zeroGuard'; readonly key: string }
  /** Weight decay takes more than twice the parameter in each step, so that it grows. */
  | { readonly kind: 'decayTooStrong'; readonly share: number }
  /** The very first step met numbers too large: the start weights or the data. */
  | { readonly kind: 'start'; readonly parameters: number }

/** A norm beyond which parameters are no longer of ordinary size. */
const runaway = 1e6

/** Hyper-parameters that keep a rule from dividing by 0. */
const guards: readonly string[] = ['epsilon']

/**
 * The likely cause of a divergence: a guess from what was not finite first and how large things were
 * one step before.
 *
 * @param lane the run's, as its spec has it
 * @returns undefined where the event is no divergence
 */
export function causeOf(event: RunEvent, lane: LaneSpec): Cause | undefined {
  const { divergence } = event
  if (!divergence) return undefined
  const { first, parameters, gradient } = divergence
  const rate = divergence.rate ?? rateOf(lane)
  const inRule = first === 'slot' || first === 'parameter'

  const guard = guards.find((key) => lane.hyper[key] === 0)
  if (inRule && guard && parameters < runaway) return { kind: 'zeroGuard', key: guard }
  const share = decayOf(lane) * (rate ?? 0)
  if (share > 2) return { kind: 'decayTooStrong', share }
  if (gradient === undefined && !inRule) return { kind: 'start', parameters }
  if (parameters >= runaway || (gradient ?? 0) >= runaway || inRule) {
    return rate === undefined
      ? { kind: 'runaway', parameters }
      : { kind: 'rateTooHigh', rate, parameters }
  }
  return { kind: 'cliff', parameters, clipped: lane.clipping !== null }
}

/** The lane's own rate, before its schedule. */
function rateOf({ hyper }: LaneSpec): number | undefined {
  return typeof hyper.lr === 'number' ? hyper.lr : undefined
}

/** Every weight decay of a lane, the rule's own included. */
function decayOf({ hyper, weightDecay }: LaneSpec): number {
  const own = typeof hyper.weightDecay === 'number' ? hyper.weightDecay : 0
  return own + (weightDecay?.rate ?? 0)
}
