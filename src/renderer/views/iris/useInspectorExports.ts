import { useText } from '#renderer/composables/useText.ts'
import type { Charts } from '#renderer/export/charts/types.ts'
import type { ExportedChart } from '#renderer/export/figure.ts'
import { lanesText } from '#renderer/export/lane-words.ts'
import { useExperiment } from '#renderer/race/store.ts'
import { useRaceView } from '#renderer/race/view.ts'
import { useInspected } from './inspected.ts'
import { endText, flowerText } from '#renderer/race/weights.ts'

type Exported = (charts: Charts) => ExportedChart | undefined

export interface InspectorExports {
  readonly weights: Exported
  readonly accuracy: Exported
  readonly confusion: Exported
}

/** What the inspector shows of the step looked at, as it leaves the page. */
export function useInspectorExports(): InspectorExports {
  const { t, format } = useText()
  const stage = useExperiment('iris')
  const view = useRaceView('iris')
  const inspected = useInspected()

  /** Of the selected lane alone. */
  const settings = (): string[] => [
    inspected.caption,
    ...(inspected.lane ? [lanesText([inspected.lane])] : []),
  ]
  const nameOf = (): string => inspected.optimizer?.name ?? ''

  return {
    weights({ weightsChart }) {
      const { snapshot } = inspected
      if (!snapshot || view.step === undefined) return undefined
      return weightsChart({
        name: nameOf(),
        step: view.step,
        settings: settings(),
        parameters: snapshot.after.parameters,
        layers: inspected.tables.map(({ columns, rows }) => ({
          columns: columns.map(endText),
          rows: rows.map(({ from, cells }) => ({
            from: endText(from),
            cells: cells.map(({ parameter, to }) => ({ parameter, to: endText(to) })),
          })),
        })),
      })
    },
    accuracy({ accuracyChart }) {
      const { accuracies: lanes } = inspected
      if (view.step === undefined || lanes.length === 0) return undefined
      return accuracyChart({
        step: view.step,
        settings: [inspected.caption, lanesText(stage.raced)],
        lanes,
      })
    },
    confusion({ confusionChart }) {
      const classes = (inspected.shape?.classNames ?? []).map(flowerText)
      const counts = inspected.snapshot?.confusion
      if (counts?.length !== classes.length ** 2 || classes.length === 0) return undefined
      const rows = format.whole(inspected.shape?.validationRows ?? 0)
      return confusionChart({
        name: nameOf(),
        step: view.step ?? 0,
        settings: [t('export.setting.held', { rows }), ...settings()],
        classes,
        counts,
      })
    },
  }
}
