import type { RunEvent } from '#shared/contract/stream.ts'
import type { LaneSpec } from '#shared/experiment/spec.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import type { Track } from '../stores/track.ts'

/** A lane's rate, changed by hand while it ran. */
export interface RateChange {
  /** From the step after this one on. */
  readonly step: number
  readonly rate: number
}

/** A lane as it was raced, wherever its recording is: a lane kept from an earlier race keeps its own. */
export interface RacedLane {
  /** Names it on the stage, for as long as it is there. */
  readonly id: string
  readonly spec: LaneSpec
  /** Its optimizer, and what sets it apart from others of the same. */
  readonly name: string
  /** As every chart of the stage draws it. */
  readonly look: LineStyle
  /** One per seed of the start line. */
  readonly tracks: readonly Track[]
  /** What happened to its runs; `run` is the seed's place, that is the index into `tracks`. */
  readonly events: readonly RunEvent[]
  readonly rates: readonly RateChange[]
  /** Of a lane with one seed: the step at which it left the finite numbers. */
  readonly divergedAt?: number | undefined
}
