import type { RaceShape } from '#shared/contract/calls.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { Judged } from '#shared/metrics/index.ts'
import type { RacedLane } from '../raced.ts'

/** What every panel of the stage looks at. */
export interface PanelProps {
  readonly lanes: readonly RacedLane[]
  /** The start line, as it was raced. */
  readonly spec: ExperimentSpec
  readonly shape: RaceShape
  /** The metric that counts; undefined where nothing recorded says how good a run is. */
  readonly judged: Judged | undefined
  /** Of that metric; undefined where there is none. */
  readonly target: number | undefined
  /** What a person chose for it; null is none, undefined is what is suggested. */
  readonly chosenTarget?: number | null | undefined
  /** Whether target and metric that counts follow from the record, and not to be chosen. */
  readonly fixed?: boolean
  /** Whether the form still describes the race, so that more of it can be raced. */
  readonly unchanged?: boolean
  /** Whether seeds can be added to that very race. */
  readonly grows?: boolean
  /** Grows when any recording has grown. */
  readonly version: number
  /** The race whose rows are drawn: the newest from this start line. */
  readonly raceId?: string
  /** The step looked at; undefined is each lane's last. Standings count all that is recorded. */
  readonly step?: number
  /** The unit of time. @default 'epoch' */
  readonly axis?: 'step' | 'epoch' | 'seconds'
}
