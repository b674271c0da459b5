import type { ChartWords } from '../../../../shared/charts/frame.ts'
import type { Charts } from '../../../export/charts/types.ts'
import type { ExportedChart } from '../../../export/figure.ts'
import { lanesText } from '../../../export/lane-words.ts'
import { useExperiment } from '../store.ts'
import { useRaceView } from '../view.ts'
import type { Mark } from './useMarks.ts'
import type { RaceCurves } from './useRaceCurves.ts'

/** What the chart says of itself. */
export interface RaceChartWords {
  readonly words: ChartWords
  readonly caption: string
  readonly table: string
  /** The target's value. */
  readonly target: string
}

/** The race's curves as they leave the page; undefined before the first point. */
export function useRaceExport(
  curves: RaceCurves,
  marks: () => readonly Mark[],
  said: () => RaceChartWords,
): (charts: Charts) => ExportedChart | undefined {
  const stage = useExperiment()
  const view = useRaceView()

  return ({ raceCurves }) => {
    const { newest } = stage
    const lanes = curves.lanes.value
    if (!newest || !lanes.some(({ band }) => band.steps.length > 0)) return undefined
    const { words, caption, table, target } = said()
    return raceCurves({
      metric: view.metric,
      regression: newest.spec.loss === 'meanSquaredError',
      table,
      settings: [
        caption,
        lanesText(lanes.map(({ lane }) => ({ name: lane.name, spec: lane.spec }))),
      ],
      chart: { data: curves.data.value, words },
      marks: marks(),
      target: view.target === undefined ? undefined : { value: view.target, text: target },
      lanes: lanes.map(({ lane, band }) => ({
        name: lane.name,
        optimizer: lane.spec.optimizer,
        convention: lane.spec.convention,
        ...band,
      })),
      seeds: newest.spec.seeds.length,
    })
  }
}
