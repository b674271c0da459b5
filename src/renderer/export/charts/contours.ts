import { paintPlot } from '#renderer/charts/plot.ts'
import { contourMap, drawContours } from '#renderer/charts/surface/contours.ts'
import { contourPaint } from '#renderer/charts/surface/ramp.ts'
import type { PlaneView } from '#renderer/charts/surface/view.ts'
import { useText } from '#renderer/composables/useText.ts'
import { levelKey, planeAxes } from '#renderer/views/surface/keys.ts'
import type { ExportedChart } from '../figure.ts'
import {
  paintScene,
  pictureView,
  sceneFilm,
  sceneKey,
  trajectoryTable,
  type SurfaceScene,
} from './surface-scene.ts'

const { t, format } = useText()

interface ContoursInput {
  readonly scene: SurfaceScene
  /** As it is on the screen. */
  readonly view: PlaneView
  readonly arrows: boolean
}

/** Level lines of a surface, and everyone's trajectory over them. */
export function contoursChart({ scene, view: shown, arrows }: ContoursInput): ExportedChart {
  return {
    title: t('export.title.contours', { surface: scene.name, step: format.whole(scene.step) }),
    settings: scene.settings,
    paint: (brush, paper) => {
      const view = pictureView(shown.domain, shown.width, shown.height)
      const map = contourMap(scene.surface, view)
      const paint = contourPaint(paper.theme)
      const size = paintPlot(brush, paper, view, planeAxes(view), () => {
        drawContours(brush, map, view, paint)
        paintScene(brush, scene, view, paper, arrows)
      })
      return { ...size, key: [...sceneKey(scene, paper), levelKey(map.levels, paper.theme)] }
    },
    film: () => sceneFilm(scene, shown.domain),
    table: () => trajectoryTable(scene),
  }
}
