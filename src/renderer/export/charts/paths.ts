import type { LineStyle } from '../../../shared/charts/palette.ts'
import { useText } from '../../composables/useText.ts'
import { drawnPaths, planeFrame } from '../../views/race/paths/frame.ts'
import type { PlaneView } from '../../views/race/paths/usePlane.ts'
import type { ExportedChart, Figure } from '../figure.ts'
import { textAt, type Paper } from '../paper.ts'
import { reinked } from '../reink.ts'
import { clipped, element, moved, type SvgNode } from '../svg.ts'
import { acrossRoom, boxAxes, boxFrame } from './axes.ts'

const { t, format } = useText()

export interface PathsInput {
  readonly table: string
  readonly settings: readonly string[]
  readonly plane: PlaneView
  readonly lanes: readonly {
    readonly id: string
    readonly name: string
    readonly look: LineStyle
  }[]
}

const size = { width: 800, height: 520 }

/** Each lane's way through the weights, on the plane in which they spread most. */
export function pathsChart(input: PathsInput): ExportedChart {
  const { plane, lanes } = input
  return {
    file: 'race-weight-paths',
    title: t('export.title.paths', { table: input.table }),
    settings: input.settings,
    figure: (paper) => draw(input, paper),
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

function draw({ plane, lanes }: PathsInput, paper: Paper): Figure {
  const { inks } = paper
  const { width, height } = size
  const frame = planeFrame(plane, width, height)
  const box = { x: 26, y: 4, width, height }
  const lookOf = (id: string): LineStyle | undefined => {
    const lane = lanes.find((each) => each.id === id)
    return lane && reinked(lane.look, paper.theme)
  }
  const grid = [
    ...frame.columns.map((x) =>
      element('line', { x1: x, x2: x, y1: 0, y2: height, stroke: inks.grid }),
    ),
    ...frame.rows.map((y) =>
      element('line', { x1: 0, x2: width, y1: y, y2: y, stroke: inks.grid }),
    ),
  ]
  const paths = drawnPaths(plane, frame).flatMap(({ id, line, marks, end, lost }): SvgNode[] => {
    const look = lookOf(id)
    if (!look) return []
    const { colour, dash } = look
    return [
      element('path', {
        d: line || undefined,
        fill: 'none',
        stroke: colour,
        'stroke-width': 1.75,
        'stroke-linejoin': 'round',
        'stroke-dasharray': dash.join(' ') || undefined,
      }),
      ...marks.map(({ x, y }) => element('circle', { cx: x, cy: y, r: 2.25, fill: colour })),
      ...(end
        ? [
            lost
              ? element('path', {
                  d: `M${end.x - 4} ${end.y - 4}l8 8m0 -8l-8 8`,
                  fill: 'none',
                  stroke: colour,
                  'stroke-width': 2,
                })
              : element('circle', {
                  cx: end.x,
                  cy: end.y,
                  r: 4.5,
                  fill: colour,
                  stroke: inks.panel,
                  'stroke-width': 1.5,
                }),
          ]
        : []),
    ]
  })
  const first = plane.lanes.find(({ steps }) => steps[0] === 0)
  const origin: SvgNode[] = []
  if (first) {
    const x = frame.x(plane.places[2 * first.from]!)
    const y = frame.y(plane.places[2 * first.from + 1]!)
    origin.push(
      element('circle', {
        cx: x,
        cy: y,
        r: 5,
        fill: inks.panel,
        stroke: inks.ink,
        'stroke-width': 1.5,
      }),
      textAt(x + 9, y + 4, t('racePanels.paths.start'), {
        fill: inks.second,
        size: 11,
        halo: inks.panel,
      }),
    )
  }
  const share = (index: 0 | 1): string => format.percent(plane.explained[index], 1)
  return {
    width: box.x + width + 4,
    height: box.y + height + acrossRoom - 14,
    body: [
      clipped('plot', box, [moved(box.x, box.y, [...grid, ...paths, ...origin])]),
      boxFrame(paper, box),
      textAt(
        box.x + width / 2,
        box.y + height + 20,
        t('racePanels.paths.across', { share: share(0) }),
        {
          fill: inks.ink,
          anchor: 'middle',
        },
      ),
      ...boxAxes(
        paper,
        { ...box, x: box.x + 2 },
        {
          across: [],
          up: [],
          acrossName: '',
          upName: t('racePanels.paths.up', { share: share(1) }),
        },
      ),
    ],
    key: plane.lanes.flatMap(({ id }) => {
      const look = lookOf(id)
      const lane = lanes.find((each) => each.id === id)
      return look && lane ? [{ sign: { line: look }, text: lane.name }] : []
    }),
  }
}
