import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { useExperimentData } from '#renderer/stores/experiment-data.ts'
import { useTableName } from '#renderer/composables/useTableName.ts'
import { lanesText } from '#renderer/export/lane-words.ts'
import { captionText } from '../start-line.ts'
import type { RacedLane } from '../raced.ts'

/** What a panel's picture says of the race it is of. */
export interface PanelCaption {
  readonly table: string
  readonly settings: readonly string[]
}

/** @returns what stands on the pictures of a race's panels */
export function usePanelCaption(): (
  spec: ExperimentSpec,
  lanes: readonly RacedLane[],
) => PanelCaption {
  const data = useExperimentData()
  const nameOf = useTableName()
  return (spec, lanes) => {
    const table = nameOf(spec.dataset, spec.title ?? data.data.name)
    return { table, settings: [captionText(spec, data.data.name), lanesText(lanes)] }
  }
}
