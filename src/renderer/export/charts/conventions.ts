import type { Convention } from '../../../shared/optimizers/index.ts'
import { lineStyle } from '../../../shared/charts/palette.ts'
import { useText } from '../../composables/useText.ts'
import { pathShapes } from '../../views/conventions/path-shapes.ts'
import type { ConventionPath } from '../../views/conventions/paths.ts'
import type { ExportedChart, Figure } from '../figure.ts'
import { textAt, type Paper } from '../paper.ts'
import { element, type SvgNode } from '../svg.ts'

const { t, format } = useText()

export interface ConventionsInput {
  readonly optimizer: string
  readonly optimizerName: string
  readonly surfaceName: string
  readonly settings: readonly string[]
  readonly steps: number
  readonly paths: readonly (ConventionPath & { readonly name: string })[]
}

/** One optimizer as each convention writes it: where the difference leads. */
export function conventionsChart(input: ConventionsInput): ExportedChart {
  const { paths } = input
  return {
    file: `conventions-${input.optimizer}`,
    title: t('export.title.conventions', {
      optimizer: input.optimizerName,
      surface: input.surfaceName,
    }),
    settings: input.settings,
    figure: (paper) => draw(input, paper),
    table: () => ({
      columns: ['convention', 'step', 'f'],
      rows: paths.flatMap(({ conventions, values }) =>
        conventions.flatMap((convention: Convention) =>
          Array.from(values, (value, step) => [convention, step, value]),
        ),
      ),
    }),
  }
}

function draw({ optimizer, paths, steps }: ConventionsInput, paper: Paper): Figure {
  const { inks } = paper
  const names = paths.map(({ name }) => paper.measure(name, {}))
  const axis = paper.measure(`${t('conventions.step')} →`, { size: 11 }) + 28
  const margins = {
    left: 64,
    right: Math.ceil(Math.max(90, axis, ...names) + 14),
    top: 28,
    bottom: 30,
  }
  const width = margins.left + 700 + margins.right
  const height = 480
  const shapes = pathShapes({
    paths,
    steps,
    width,
    height,
    margins,
    name: ({ index }) => paths[index]?.name ?? '',
  })
  const { colour } = lineStyle(optimizer, paper.theme)
  const number = { mono: true, size: 11, fill: inks.second } as const
  const body: SvgNode[] = []
  if (shapes) {
    const { right, bottom, lines, xTicks, yTicks } = shapes
    for (const { y, text } of yTicks) {
      body.push(
        element('line', { x1: margins.left, x2: right, y1: y, y2: y, stroke: inks.grid }),
        textAt(margins.left - 6, y, text, { ...number, anchor: 'end', at: 'middle' }),
      )
    }
    body.push(
      element('line', { x1: margins.left, x2: right, y1: bottom, y2: bottom, stroke: inks.edge }),
    )
    for (const { x, step } of xTicks) {
      body.push(textAt(x, bottom + 18, format.whole(step), { ...number, anchor: 'middle' }))
    }
    body.push(
      textAt(right + 22, bottom + 18, `${t('conventions.step')} →`, {
        size: 11,
        fill: inks.second,
      }),
      textAt(12, 14, '↑ f', { size: 11, fill: inks.second }),
    )
    for (const { d, dash, width: thick, opacity, end } of lines) {
      body.push(
        element('path', {
          d: `M${d}`,
          fill: 'none',
          stroke: colour,
          'stroke-width': thick,
          'stroke-opacity': opacity,
          'stroke-dasharray': dash === '' ? undefined : dash,
          'stroke-linejoin': 'round',
        }),
        textAt(end.x, end.y + 4, end.text, { fill: inks.ink }),
      )
    }
  }
  return { width, height, body, key: [] }
}
