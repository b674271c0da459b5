import { z } from '../schema.ts'
import type { BatchesState } from './batches.ts'
import type { WatchState } from './divergence.ts'
import type { StackState } from './stack.ts'
import type { StopState } from './stopping.ts'

/*
 * All that a trainer's next step depends on, besides its experiment and its table: with it a run goes
 * on as if nothing had happened, to the same numbers in every bit.
 */

const float64 = z.instanceof(Float64Array)
const uint32 = z.instanceof(Uint32Array)
const count = z.int().min(0)

/** Where a trainer stands. */
export interface Checkpoint {
  /** Raised when an older program could not go on from it. */
  readonly version: 1
  /** Steps done. */
  readonly step: number
  /** Of training so far. */
  readonly milliseconds: number
  readonly stack: StackState
  readonly batches: BatchesState
  readonly watch: WatchState
  readonly stop: StopState
  /** Runs that have ended early: their place in the stack and the last step they took. */
  readonly ended: readonly { readonly index: number; readonly step: number }[]
}

export const checkpointSchema: z.ZodType<Checkpoint> = z.object({
  version: z.literal(1),
  step: count,
  milliseconds: z.number().min(0),
  stack: z.object({ parameters: float64, slots: z.array(float64), rates: float64 }),
  batches: z.object({
    epoch: count,
    position: count,
    generators: z.array(z.array(z.int()).length(4)),
  }),
  watch: z.object({ watched: uint32, stepped: uint32, rates: float64, gradients: float64 }),
  stop: z.object({ best: float64, waited: uint32 }),
  ended: z.array(z.object({ index: count, step: count })),
})

/** A rate changed by hand, in force after a step. */
export interface RateAt {
  /** Index within the trainer's lanes. */
  readonly lane: number
  readonly rate: number
  readonly step: number
}

/** How a run went until it broke off, as far as its checkpoint does not say. */
export interface Resumption {
  /** Left out, it begins anew, and goes the same way. */
  readonly checkpoint?: Checkpoint
  /** The present budget. */
  readonly steps: number
  /** Ends of earlier budgets, which were recorded as points. */
  readonly points: readonly number[]
  /** Rates changed by hand, in the order in which they were; those before the checkpoint are in it. */
  readonly rates: readonly RateAt[]
}
