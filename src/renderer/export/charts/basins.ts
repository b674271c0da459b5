import type { BasinColour } from '../../../shared/surfaces/setting.ts'
import { toHex } from '../../charts/colour.ts'
import {
  basinCounts,
  basinPixels,
  minimumColour,
  oddColour,
  oddEnds,
  oddKinds,
  stepsColour,
  type BasinMap,
} from '../../charts/surface/basin-paint.ts'
import { toX, toY, type PlaneView } from '../../charts/surface/view.ts'
import { useText } from '../../composables/useText.ts'
import type { Cell } from '../csv.ts'
import type { ExportedChart, KeyEntry } from '../figure.ts'
import type { Paper } from '../paper.ts'
import { clipped, element, moved } from '../svg.ts'
import { acrossRoom, boxAxes, boxFrame, upRoom } from './axes.ts'
import { pictureView, planeAxes, sceneKey, sceneNodes, type SurfaceScene } from './surface-scene.ts'

const { t, format } = useText()

export interface BasinsInput {
  readonly scene: SurfaceScene
  readonly view: PlaneView
  readonly arrows: boolean
  readonly map: BasinMap
  /** Where the map lies. */
  readonly mapView: PlaneView
  readonly colour: BasinColour
  /** Whose basins they are. */
  readonly racer: string
}

/** Where every start ends, or how fast: a picture of pixels under axes, trails and marks. */
export function basinsChart(input: BasinsInput): ExportedChart {
  const { scene, view: shown, arrows, map, mapView, colour } = input
  return {
    file: `basins-${scene.id}-${colour}`,
    title: t('export.title.basins', { surface: scene.name, racer: input.racer }),
    settings: [
      t('surface.basins.title', { name: input.racer, steps: format.whole(map.budget) }),
      ...scene.settings,
    ],
    figure: (paper) => {
      const view = pictureView(shown.domain, shown.width, shown.height)
      const axes = planeAxes(view)
      const left = upRoom(paper, axes)
      const box = { x: left, y: 8, width: view.width, height: view.height }
      const [x, y] = [toX(view, mapView.domain.x[0]), toY(view, mapView.domain.y[1])]
      const image = element('image', {
        x,
        y,
        width: toX(view, mapView.domain.x[1]) - x,
        height: toY(view, mapView.domain.y[0]) - y,
        preserveAspectRatio: 'none',
        style: 'image-rendering:pixelated',
        'xlink:href': paper.image(basinPixels(map, colour, paper.theme), map.width, map.height),
      })
      return {
        width: left + view.width + 16,
        height: 8 + view.height + acrossRoom,
        body: [
          clipped('plot', box, [
            moved(box.x, box.y, [image, ...sceneNodes(scene, view, paper, arrows)]),
          ]),
          boxFrame(paper, box),
          ...boxAxes(paper, box, axes),
        ],
        key: [...basinKey(input, paper), ...sceneKey(scene, paper)],
      }
    },
    table: () => ({
      columns: ['start x', 'start y', 'ends at x', 'ends at y', 'steps', 'end'],
      rows: starts(input),
    }),
  }
}

function basinKey({ scene, map, colour }: BasinsInput, { theme }: Paper): KeyEntry[] {
  const counts = basinCounts(map)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const entry = (key: number, field: string, name: string): KeyEntry => ({
    sign: { field },
    text: `${name} ${format.percent((counts.get(key) ?? 0) / Math.max(1, total), 1)}`,
  })
  const minima =
    colour === 'minimum'
      ? scene.surface.minima.map(({ x, y }, index) =>
          entry(
            index,
            toHex(minimumColour(index, theme)),
            `(${format.short(x, 4)}, ${format.short(y, 4)})`,
          ),
        )
      : []
  return [
    ...(colour === 'steps'
      ? [
          {
            sign: {
              ramp: Array.from({ length: 49 }, (_, at) => toHex(stepsColour(at / 48, theme))),
              from: '0',
              to: format.whole(map.budget),
            },
            text: t('surface.basins.steps'),
          },
        ]
      : []),
    ...minima,
    ...oddKinds
      .filter((kind) => kind === 'nowhere' || counts.has(oddEnds[kind]))
      .map((kind) =>
        entry(oddEnds[kind], toHex(oddColour(kind, theme)), t(`surface.basins.${kind}`)),
      ),
  ]
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
