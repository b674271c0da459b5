import type { BasinColour } from '#shared/surfaces/setting.ts'
import { paintPlot } from '#renderer/charts/plot.ts'
import {
  basinCounts,
  basinPixels,
  oddEnds,
  type BasinMap,
} from '#renderer/charts/surface/basin-paint.ts'
import { toX, toY, type PlaneView } from '#renderer/charts/surface/view.ts'
import { useText } from '#renderer/composables/useText.ts'
import { basinKey, planeAxes } from '#renderer/views/surface/keys.ts'
import type { Cell } from '../csv.ts'
import type { ExportedChart } from '../figure.ts'
import { paintScene, pictureView, sceneFilm, sceneKey, type SurfaceScene } from './surface-scene.ts'

const { t, format } = useText()

interface BasinsInput {
  readonly scene: SurfaceScene
  readonly view: PlaneView
  readonly arrows: boolean
  readonly map: BasinMap
  /** Where the map lies. */
  readonly mapView: PlaneView
  readonly colour: BasinColour
  /** Whose basins they are. */
  readonly lane: string
}

/** Where every start ends, or how fast: a picture of pixels under axes, trajectories and marks. */
export function basinsChart(input: BasinsInput): ExportedChart {
  const { scene, view: shown, arrows, map, mapView, colour } = input
  return {
    title: t('export.title.basins', { surface: scene.name, lane: input.lane }),
    settings: [
      t('surface.basins.title', { name: input.lane, steps: format.whole(map.budget) }),
      ...scene.settings,
    ],
    paint: (brush, paper) => {
      const view = pictureView(shown.domain, shown.width, shown.height)
      const { x, y } = mapView.domain
      const [left, top] = [toX(view, x[0]), toY(view, y[1])]
      const box = { x: left, y: top, width: toX(view, x[1]) - left, height: toY(view, y[0]) - top }
      const size = paintPlot(brush, paper, view, planeAxes(view), () => {
        brush.image(basinPixels(map, colour, paper.theme), box, false)
        paintScene(brush, scene, view, paper, arrows)
      })
      const { minima } = scene.surface
      const { theme } = paper
      const ends = { minima, counts: basinCounts(map), colour, budget: map.budget, theme }
      return { ...size, key: [...basinKey(ends), ...sceneKey(scene, paper)] }
    },
    film: () => sceneFilm(scene, shown.domain),
    table: () => ({
      columns: ['start x', 'start y', 'ends at x', 'ends at y', 'steps', 'end'],
      rows: starts(input),
    }),
  }
}

/** As the table behind the map names an end that is no minimum. */
function endText(end: number): string {
  if (end === oddEnds.lost) return 'diverged'
  return end === oddEnds.off ? 'undefined' : 'nowhere'
}

/** Every start of a row that is computed, from the top left. */
function* starts({ map, mapView, scene }: BasinsInput): Generator<Cell[]> {
  const { width, height, minimum, steps, done } = map
  const { x, y } = mapView.domain
  for (let row = 0; row < height; row++) {
    if (!done[row]) continue
    const up = y[1] - ((row + 0.5) / height) * (y[1] - y[0])
    for (let column = 0; column < width; column++) {
      const pixel = row * width + column
      const end = minimum[pixel]!
      const found = scene.surface.minima[end]
      yield [
        x[0] + ((column + 0.5) / width) * (x[1] - x[0]),
        up,
        found?.x ?? null,
        found?.y ?? null,
        found ? steps[pixel]! : null,
        found ? 'minimum' : endText(end),
      ]
    }
  }
}
