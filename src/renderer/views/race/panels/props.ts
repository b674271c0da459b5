import type { RaceShape } from '../../../../shared/contract/calls.ts'
import type { ExperimentSpec, Metric } from '../../../../shared/experiment/spec.ts'
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
}

/** Of panels that show the models at one recorded point. */
export interface PointProps extends PanelProps {
  /** The step looked at; undefined is each lane's last. */
  readonly step?: number
}
