import type { Judged, Metric } from '#shared/metrics/index.ts'
import {
  commonPoint,
  higherIsBetter,
  rankScores,
  RunScorer,
  sortedBy,
  type RunCurve,
  type StandingColumn,
  type Standings,
} from '#shared/statistics/index.ts'
import type { Track } from '#renderer/stores/track.ts'
import type { RacedLane } from '../raced.ts'
import type { PanelProps } from './props.ts'

/** Standings, and what they are of. */
export interface ReadStandings extends Standings {
  /** The metric that counts. */
  readonly metric: Judged
  readonly target: number | undefined
  /** The column that the lanes are sorted by; their ranks are those of the race. */
  readonly orderBy: StandingColumn
}

/** Reads standings again and again while they grow, each recorded point once. */
export class StandingsReader {
  readonly #known = new WeakMap<Track, { key: string; step: number; scorer: RunScorer }>()

  /**
   * @param orderBy a column of times sorts by the last value where there is no target to reach
   * @param reference the id of the lane to compare with; undefined or unknown, the leader
   * @returns undefined where nothing that is recorded says how good a run is
   */
  read(
    props: Pick<PanelProps, 'lanes' | 'judged' | 'target'>,
    orderBy: StandingColumn,
    reference: string | undefined,
  ): ReadStandings | undefined {
    const { judged: metric, target } = props
    if (!metric) return undefined
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
      reference: index < 0 ? undefined : index,
      target,
    })
    const lanes = sortedBy(standings.lanes, by, higher)
    return { ...standings, lanes, metric, target, orderBy: by }
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
