import { valuesFrame, valuesOption, type ValuesInput } from '../../charts/surface/values.ts'
import { rankedStyle } from '../../charts/ranked-style.ts'
import { useText } from '../../composables/useText.ts'
import { valueAxisText, valueTickText } from '../../views/surface/words.ts'
import type { ExportedChart, Figure } from '../figure.ts'
import { textAt, type Paper } from '../paper.ts'
import { element } from '../svg.ts'
import { racerKey, type SurfaceScene } from './surface-scene.ts'

const { t, format } = useText()

export interface ValuesExport {
  readonly scene: SurfaceScene
  readonly logarithmic: boolean
  /** See `ValuesInput`. */
  readonly floor: number
  readonly lowest: number
}

const size = { width: 900, height: 520 }

/** The value each racer has reached against the steps taken. */
export function valuesChart(input: ValuesExport): ExportedChart {
  const { scene, floor } = input
  return {
    file: `surface-${scene.id}-values`,
    title: t('export.title.values', { surface: scene.name }),
    settings: scene.settings,
    figure: (paper) => draw(input, paper),
    table: () => ({
      columns: ['racer', 'optimizer', 'step', 'f', 'f above lowest'],
      rows: scene.racers.flatMap(({ name, optimizer, trail }) =>
        Array.from(trail.values.subarray(0, trail.steps + 1), (value, step) => [
          name,
          optimizer,
          step,
          value,
          scene.surface.minima.length > 0 ? value - floor : null,
        ]),
      ),
    }),
  }
}

function draw({ scene, logarithmic, floor, lowest }: ValuesExport, paper: Paper): Figure {
  const lines = scene.racers.map(({ optimizer, rank, selected, trail }, index) => ({
    id: String(index),
    values: trail.values,
    style: rankedStyle(optimizer, rank, paper.theme),
    selected,
  }))
  const { steps } = scene
  const part: ValuesInput = { lines, steps, logarithmic, floor, lowest, ...size, scale: 1 }
  const frame = valuesFrame(part)
  const option = valuesOption(part, frame, {
    inks: paper.inks,
    scale: 1,
    yName: valueAxisText(logarithmic, floor),
    yText: (value, decimals) => valueTickText(value, decimals, logarithmic),
    xText: format.whole,
  })
  const at = frame.toX(scene.step)
  return {
    width: size.width,
    height: size.height + 14,
    body: [
      ...paper.chart(option as Record<string, unknown>, size.width, size.height),
      ...(scene.step < steps
        ? [
            element('line', {
              x1: at,
              x2: at,
              y1: frame.top,
              y2: frame.bottom,
              stroke: paper.inks.edge,
              'stroke-dasharray': '3 3',
            }),
          ]
        : []),
      textAt((frame.left + frame.right) / 2, frame.bottom + 38, t('export.axis.step'), {
        fill: paper.inks.second,
        size: 11,
        anchor: 'middle',
      }),
    ],
    key: [
      ...racerKey(scene.racers, paper),
      ...(scene.step < steps
        ? [
            {
              sign: { sign: '┆', colour: paper.inks.edge },
              text: t('runs.at.step', { step: format.whole(scene.step) }),
            },
          ]
        : []),
    ],
  }
}
