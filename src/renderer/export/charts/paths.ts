import { paintPlot } from '#renderer/charts/plot.ts'
import { useText } from '#renderer/composables/useText.ts'
import { paintPaths, planeFrame, type PathLane } from '#renderer/views/race/paths/frame.ts'
import type { PlaneView } from '#renderer/views/race/paths/usePlane.ts'
import type { ExportedChart } from '../figure.ts'
import { reinked } from '../reink.ts'

const { t, format } = useText()

export interface PathsInput {
  readonly table: string
  readonly settings: readonly string[]
  readonly plane: PlaneView
  readonly lanes: readonly PathLane[]
}

const size = { width: 800, height: 520, top: 4 }

/** Each lane's way through the weights, on the plane in which they spread most. */
export function pathsChart({ table, settings, plane, lanes }: PathsInput): ExportedChart {
  const share = (index: 0 | 1): string => format.percent(plane.explained[index], 1)
  return {
    title: t('export.title.paths', { table }),
    settings,
    paint: (brush, paper) => {
      const inked = lanes.map((lane) => ({ ...lane, look: reinked(lane.look, paper.theme) }))
      const axes = {
        across: [],
        up: [],
        acrossName: t('racePanels.paths.across', { share: share(0) }),
        upName: t('racePanels.paths.up', { share: share(1) }),
      }
      const frame = planeFrame(plane, size.width, size.height)
      const painted = paintPlot(
        brush,
        paper,
        size,
        axes,
        () => void paintPaths(brush, plane, frame, inked, paper, t('racePanels.paths.start')),
      )
      const key = plane.lanes.flatMap(({ id }) => {
        const lane = inked.find((each) => each.id === id)
        return lane ? [{ sign: { line: lane.look }, text: lane.name }] : []
      })
      return { ...painted, key }
    },
    table: () => ({
      columns: ['lane', 'step', 'first component', 'second component'],
      rows: plane.lanes.flatMap(({ id, steps, from }) =>
        steps.map((step, at) => [
          lanes.find((lane) => lane.id === id)?.name ?? id,
          step,
          plane.places[2 * (from + at)] ?? null,
          plane.places[2 * (from + at) + 1] ?? null,
        ]),
      ),
    }),
  }
}
