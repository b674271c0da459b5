import type { Metric } from '#shared/experiment/spec.ts'
import {
  commonPoint,
  higherIsBetter,
  judgedBy,
  rankScores,
  RunScorer,
  type Judged,
  type RunCurve,
  type StandingColumn,
  type Standings,
} from '#shared/statistics/index.ts'
import type { Track } from '#renderer/stores/track.ts'
import type { RacedLane } from '../raced.ts'
import type { PanelProps } from './props.ts'

/** Standings, and what they are of. */
export interface ReadStandings extends Standings {
  readonly metric: Judged
  readonly target: number | undefined
  readonly orderBy: StandingColumn
}

/** Reads standings again and again while they grow, each recorded point once. */
export class StandingsReader {
  readonly #known = new WeakMap<Track, { key: string; step: number; scorer: RunScorer }>()

  /**
   * @param orderBy a column of times orders by the last value where there is no target to reach
   * @param reference the id of the lane to compare with; undefined or unknown, the leader
   * @returns undefined where nothing that is recorded says how good a run is
   */
  read(
    props: Pick<PanelProps, 'lanes' | 'spec' | 'metric' | 'target'>,
    orderBy: StandingColumn,
    reference: string | undefined,
  ): ReadStandings | undefined {
    const metric = judgedBy(props.spec.record.metrics, props.metric)
    if (!metric) return undefined
    const target = metric === props.metric ? props.target : undefined
    const higher = higherIsBetter(metric)
    const curves = props.lanes.map((lane) => curvesOf(lane, metric))
    const { step, samples } = commonPoint(curves.flat())
    const scores = props.lanes.map((lane, at) =>
      lane.tracks.map((track, seed) => {
        const key = `${metric} ${target} ${track.edition}`
        let known = this.#known.get(track)
        if (known?.key !== key || known.step > step) {
          known = { key, step, scorer: new RunScorer(higher, target) }
          this.#known.set(track, known)
        }
        known.step = step
        return known.scorer.score(curves[at]![seed]!, step, samples)
      }),
    )
    const index = props.lanes.findIndex(({ id }) => id === reference)
    const timed = orderBy === 'steps' || orderBy === 'seconds'
    const by = timed && target === undefined ? 'final' : orderBy
    const standings = rankScores(scores, step, {
      higherIsBetter: higher,
      orderBy: by,
      reference: index < 0 ? undefined : index,
      target,
    })
    return { ...standings, metric, target, orderBy: by }
  }
}

const none = new Float64Array(0)

/** @returns a curve per seed; of a metric that was not recorded, curves without points */
export function curvesOf({ tracks, events }: RacedLane, metric: Metric): RunCurve[] {
  return tracks.map((track, seed): RunCurve => {
    const values = track.values[metric]
    const own = events.filter(({ run }) => run === seed)
    return {
      steps: values ? track.steps : none,
      samples: track.samples,
      seconds: track.seconds,
      values: values ?? none,
      endedAt: own.find(({ ends }) => ends)?.step,
      divergedAt: own.find(({ kind }) => kind === 'diverged')?.step,
    }
  })
}
