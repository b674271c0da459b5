import type { Charts } from '../../export/charts/types.ts'
import type { ExportedChart } from '../../export/figure.ts'
import { lanesText } from '../../export/lane-words.ts'
import { useText } from '../../composables/useText.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useRace } from '../../stores/race.ts'
import { useIris } from './store.ts'
import { useChartWords, type Words } from './useChartWords.ts'
import { useCurves, type Curves } from './useCurves.ts'
import { useDrawnLanes } from './useDrawnLanes.ts'
import { useShown } from './useShown.ts'
import { useWeightTables } from './useWeightTables.ts'
import { endText, flowerText } from './words.ts'

type Exported = (charts: Charts) => ExportedChart | undefined

/** The curves as they leave the page. */
export function useCurvesExport(curves: Curves, { words, caption }: Words): Exported {
  const race = useRace()
  const iris = useIris()
  const shown = useShown()

  return ({ irisCurves }) => {
    const { spec, recording } = race
    if (!spec || iris.points === 0) return undefined
    const [seed = 0] = spec.seeds
    const { metric } = iris
    return irisCurves({
      metric,
      chart: { data: curves.data.value, words: words.value },
      settings: [
        caption.value,
        lanesText(shown.lanes.value.map(({ name, lane }) => ({ name, spec: lane }))),
      ],
      lanes: shown.lanes.value.map(({ run, lane }) => {
        const track = recording.tracks[run]
        return {
          optimizer: lane.optimizer,
          seed,
          steps: track?.steps ?? [],
          samples: track?.samples ?? [],
          values: track?.values[metric] ?? [],
        }
      }),
    })
  }
}

export interface InspectorExports {
  readonly weights: Exported
  readonly accuracy: Exported
  readonly confusion: Exported
}

/** What the inspector shows of the step looked at, as it leaves the page. */
export function useInspectorExports(): InspectorExports {
  const { t } = useText()
  const format = useFormat()
  const race = useRace()
  const iris = useIris()
  const shown = useShown()
  const tables = useWeightTables()
  const { caption } = useChartWords(useCurves(useDrawnLanes()))

  /** Of the selected lane alone. */
  const settings = (): string[] => {
    const { value: lane } = shown.lane
    return [caption.value, ...(lane ? [lanesText([{ name: lane.name, spec: lane.lane }])] : [])]
  }
  const nameOf = (): string => shown.optimizer.value?.name ?? ''

  return {
    weights({ weightsChart }) {
      const { value: snapshot } = shown.snapshot
      if (!snapshot || iris.step === undefined) return undefined
      return weightsChart({
        name: nameOf(),
        step: iris.step,
        settings: settings(),
        parameters: snapshot.after.parameters,
        layers: tables.value.map(({ columns, rows }) => ({
          columns: columns.map(endText),
          rows: rows.map(({ from, cells }) => ({
            from: endText(from),
            cells: cells.map(({ parameter, to }) => ({ parameter, to: endText(to) })),
          })),
        })),
      })
    },
    accuracy({ accuracyChart }) {
      const { step } = iris
      if (step === undefined || shown.lanes.value.length === 0) return undefined
      const at = (run: number, metric: 'trainAccuracy' | 'validationAccuracy'): number =>
        race.recording.valueAt(run, metric, step) ?? NaN
      const lanes = shown.lanes.value.map(({ run, lane, name }) => ({
        name,
        optimizer: lane.optimizer,
        train: at(run, 'trainAccuracy'),
        held: at(run, 'validationAccuracy'),
      }))
      const all = shown.lanes.value.map(({ name, lane }) => ({ name, spec: lane }))
      return accuracyChart({ step, settings: [caption.value, lanesText(all)], lanes })
    },
    confusion({ confusionChart }) {
      const classes = (race.race?.shape.classNames ?? []).map(flowerText)
      const { value: snapshot } = shown.snapshot
      if (snapshot?.confusion.length !== classes.length ** 2 || classes.length === 0) {
        return undefined
      }
      const rows = format.whole(race.race?.shape.validationRows ?? 0)
      return confusionChart({
        stage: 'iris',
        name: nameOf(),
        step: iris.step ?? 0,
        settings: [t('export.setting.held', { rows }), ...settings()],
        classes,
        counts: snapshot.confusion,
      })
    },
  }
}
