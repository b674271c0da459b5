import { rankedStyle } from '#shared/charts/ranked-style.ts'
import { valueCurves } from '#renderer/charts/surface/values.ts'
import { useText } from '#renderer/composables/useText.ts'
import { valueWords } from '#renderer/views/surface/words.ts'
import type { ExportedChart } from '../figure.ts'
import { paintFigure } from './curve-figure.ts'
import { laneKey, type SurfaceScene } from './surface-scene.ts'

const { t, format } = useText()

interface ValuesExport {
  readonly scene: SurfaceScene
  readonly logarithmic: boolean
  /** See `ValuesInput`. */
  readonly floor: number
  readonly lowest: number
}

/** The value each lane has reached against the steps taken. */
export function valuesChart(input: ValuesExport): ExportedChart {
  const { scene, floor, logarithmic } = input
  const { step, steps, lanes, surface } = scene
  return {
    title: t('export.title.values', { surface: scene.name }),
    settings: scene.settings,
    paint: (brush, paper) => {
      const lines = lanes.map(({ name, drawn, rank, selected, trajectory }, index) => ({
        ...{ id: String(index), name, selected, values: trajectory.values },
        style: rankedStyle(drawn, rank, paper.theme),
      }))
      const part = {
        data: valueCurves({ ...input, lines, steps }),
        words: { ...valueWords(logarithmic, floor), xName: t('export.axis.step') },
      }
      const { frame, ...size } = paintFigure(brush, paper, part)
      const key = laneKey(lanes, paper.theme)
      if (step >= steps) return { ...size, key }
      const at = frame.toX(step)
      const { edge } = paper.inks
      brush.line(at, frame.top, at, frame.bottom, { stroke: edge, dash: [3, 3] })
      const text = t('runs.at.step', { step: format.whole(step) })
      return { ...size, key: [...key, { sign: { sign: '┆', colour: edge }, text }] }
    },
    table: () => ({
      columns: ['lane', 'optimizer', 'step', 'f', 'f above lowest'],
      rows: lanes.flatMap(({ name, optimizer, trajectory }) =>
        Array.from(trajectory.values.subarray(0, trajectory.steps + 1), (value, at) => [
          name,
          optimizer,
          at,
          value,
          surface.minima.length > 0 ? value - floor : null,
        ]),
      ),
    }),
  }
}
