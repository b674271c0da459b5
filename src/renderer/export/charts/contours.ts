import { contourMap, drawContours } from '../../charts/surface/contours.ts'
import { contourPaint } from '../../charts/surface/ramp.ts'
import type { PlaneView } from '../../charts/surface/view.ts'
import { useText } from '../../composables/useText.ts'
import { levelText } from '../../views/surface/words.ts'
import { SvgBrush } from '../brush.ts'
import type { ExportedChart } from '../figure.ts'
import { clipped, moved } from '../svg.ts'
import { acrossRoom, boxAxes, boxFrame, upRoom } from './axes.ts'
import {
  pictureView,
  planeAxes,
  sceneKey,
  sceneNodes,
  trailTable,
  type SurfaceScene,
} from './surface-scene.ts'

const { t, format } = useText()

export interface ContoursInput {
  readonly scene: SurfaceScene
  /** As it is on the screen. */
  readonly view: PlaneView
  readonly arrows: boolean
}

/** Level lines of a surface, and everyone's trail over them. */
export function contoursChart({ scene, view: shown, arrows }: ContoursInput): ExportedChart {
  return {
    file: `surface-${scene.id}`,
    title: t('export.title.contours', { surface: scene.name, step: format.whole(scene.step) }),
    settings: scene.settings,
    figure: (paper) => {
      const view = pictureView(shown.domain, shown.width, shown.height)
      const map = contourMap(scene.surface, view)
      const ground = new SvgBrush()
      drawContours(ground, map, view, contourPaint(paper.theme))
      const axes = planeAxes(view)
      const left = upRoom(paper, axes)
      const box = { x: left, y: 8, width: view.width, height: view.height }
      const { values, anchor, symmetric } = map.levels
      const from = symmetric ? 0 : anchor
      const [low = '', high = ''] = [values[0], values.at(-1)].map((value) =>
        format.short((value ?? NaN) - from, 2),
      )
      return {
        width: left + view.width + 16,
        height: 8 + view.height + acrossRoom,
        body: [
          clipped('plot', box, [
            moved(box.x, box.y, [...ground.nodes, ...sceneNodes(scene, view, paper, arrows)]),
          ]),
          boxFrame(paper, box),
          ...boxAxes(paper, box, axes),
        ],
        key: [
          ...sceneKey(scene, paper),
          {
            sign: {
              ramp: Array.from({ length: 49 }, (_, at) => contourPaint(paper.theme).shade(at / 48)),
              from: low,
              to: high,
            },
            text: levelText(map.levels),
          },
        ],
      }
    },
    table: () => trailTable(scene),
  }
}
