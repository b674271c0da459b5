import type { RaceShape } from '#shared/contract/calls.ts'
import type { ExperimentSpec, Metric } from '#shared/experiment/spec.ts'
import type { RacedLane } from '../raced.ts'

/** What every panel of the stage looks at. */
export interface PanelProps {
  readonly lanes: readonly RacedLane[]
  /** The start line, as it was raced. */
  readonly spec: ExperimentSpec
  readonly shape: RaceShape
  /** What the chart shows. */
  readonly metric: Metric
  /** Of that metric. */
  readonly target: number | undefined
  /** Grows when any recording has grown. */
  readonly version: number
  /** The race whose rows are drawn: the newest from this start line. */
  readonly raceId?: string
  /** The step looked at; undefined is each lane's last. Standings count all that is recorded. */
  readonly step?: number
  /** What time is told in. @default 'epoch' */
  readonly axis?: 'step' | 'epoch' | 'seconds'
}
