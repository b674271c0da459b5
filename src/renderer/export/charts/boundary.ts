import type { RaceProblem } from '../../../shared/contract/problem.ts'
import type { LineStyle } from '../../../shared/charts/palette.ts'
import { dotColour, valueColour } from '../../charts/boundary/colours.ts'
import { drawCurve, drawRows, fieldPixels } from '../../charts/boundary/paint.ts'
import { toHex } from '../../charts/colour.ts'
import { useText } from '../../composables/useText.ts'
import { targetAxis, targetSpan, type FeatureAxis } from '../../views/race/boundary/domain.ts'
import { noClass, placeOf, type Grid } from '../../views/race/boundary/grid.ts'
import { SvgBrush } from '../brush.ts'
import type { Cell, CsvTable } from '../csv.ts'
import type { ExportedChart, Figure, KeyEntry } from '../figure.ts'
import { textAt, type Paper } from '../paper.ts'
import { reinked } from '../reink.ts'
import { clipped, element, moved, type SvgNode } from '../svg.ts'
import { wrapped } from '../wrap.ts'
import { acrossRoom, boxAxes, boxFrame, upRoom, type BoxAxes } from './axes.ts'

const { t, format } = useText()

export interface BoundaryInput {
  readonly table: string
  readonly settings: readonly string[]
  readonly problem: RaceProblem
  readonly across: FeatureAxis
  readonly up: FeatureAxis
  readonly lanes: readonly {
    readonly name: string
    readonly look: LineStyle
    readonly step: number
    readonly grid: Grid
  }[]
}

/** What each lane's model says over one or two features: fields of pixels under rows, axes and names. */
export function boundaryChart(input: BoundaryInput): ExportedChart {
  return {
    file: 'race-boundary',
    title: t('export.title.boundary', { table: input.table }),
    settings: input.settings,
    figure: (paper) => draw(input, paper),
    table: () => tableOf(input),
  }
}

/** Pixels of one lane's picture; one that is alone is larger. */
function sizeOf(lanes: number): { width: number; height: number; columns: number } {
  if (lanes === 1) return { width: 640, height: 480, columns: 1 }
  return lanes <= 4
    ? { width: 360, height: 270, columns: 2 }
    : { width: 240, height: 180, columns: lanes <= 9 ? 3 : 4 }
}

function draw(input: BoundaryInput, paper: Paper): Figure {
  const { lanes, across, up } = input
  const { width, height, columns } = sizeOf(lanes.length)
  const axes: BoxAxes = {
    across: across.ticks.map(({ share, value }) => ({
      at: share * width,
      text: format.short(value, 4),
    })),
    up: up.ticks.map(({ share, value }) => ({
      at: (1 - share) * height,
      text: format.short(value, 4),
    })),
    acrossName: shortened(across.name, width, paper),
    upName: shortened(up.name, height, paper),
  }
  const left = upRoom(paper, axes)
  const headFace = { size: 12, weight: 600 }
  const heads = lanes.map(({ name }) =>
    wrapped(name, width - 130, (text) => paper.measure(text, headFace)),
  )
  const head = Math.max(1, ...heads.map(({ length }) => length)) * 16 + 8
  const cell = { width: left + width + 18, height: head + height + acrossRoom + 14 }
  const body = lanes.map((lane, at): SvgNode => {
    const box = { x: left, y: head, width, height }
    const stands = t('runs.at.step', { step: format.whole(lane.step) })
    const { colour, dash } = reinked(lane.look, paper.theme)
    return moved((at % columns) * cell.width, Math.floor(at / columns) * cell.height, [
      element('line', {
        x1: left,
        x2: left + 26,
        y1: 9,
        y2: 9,
        stroke: colour,
        'stroke-width': 2.25,
        'stroke-dasharray': dash.join(' ') || undefined,
      }),
      ...(heads[at] ?? []).map((text, row) =>
        textAt(left + 34, 13 + row * 16, text, { ...headFace, fill: paper.inks.ink }),
      ),
      textAt(left + width, 13, stands, { fill: paper.inks.second, size: 11, anchor: 'end' }),
      clipped(`lane${at}`, box, [moved(box.x, box.y, picture(input, lane, width, height, paper))]),
      boxFrame(paper, box),
      ...boxAxes(paper, box, axes),
    ])
  })
  const shown = Math.min(columns, lanes.length)
  return {
    width: shown * cell.width,
    height: Math.ceil(lanes.length / columns) * cell.height - 6,
    body,
    key: keyOf(input, paper),
  }
}

/** A name longer than its axis ends in an ellipsis; the table has it whole. */
function shortened(name: string, most: number, paper: Paper): string {
  if (paper.measure(name, { size: 12 }) <= most) return name
  let kept = [...name]
  while (kept.length > 1 && paper.measure(`${kept.join('')}…`, { size: 12 }) > most) {
    kept = kept.slice(0, -1)
  }
  return `${kept.join('')}…`
}

function picture(
  { problem, across, up }: BoundaryInput,
  { grid, look }: BoundaryInput['lanes'][number],
  width: number,
  height: number,
  paper: Paper,
): SvgNode[] {
  const targets = targetSpan(problem)
  const rows = new SvgBrush()
  const place = { x: across.span, y: up.span, width, height }
  drawRows(rows, problem, place, targets, paper.theme)
  if (problem.inputs === 1) {
    const curve = new SvgBrush()
    drawCurve(curve, grid, place, reinked(look, paper.theme).colour, paper.theme)
    return [...rows.nodes, ...curve.nodes]
  }
  const field = element('image', {
    width,
    height,
    preserveAspectRatio: 'none',
    'xlink:href': paper.image(fieldPixels(grid, targets, paper.theme), grid.size, grid.size),
  })
  return [field, ...rows.nodes]
}

function keyOf({ problem }: BoundaryInput, { theme, inks }: Paper): KeyEntry[] {
  const classes = problem.classNames.map((text, index) => ({
    sign: { dot: toHex(dotColour(index, theme)) },
    text,
  }))
  const ticks = targetAxis(problem, 4).ticks.map(({ value }) => value)
  return [
    ...classes,
    ...(classes.length === 0 && problem.inputs === 2
      ? [
          {
            sign: {
              ramp: Array.from({ length: 49 }, (_, at) => toHex(valueColour(at / 48, theme))),
              from: format.short(ticks[0] ?? 0, 4),
              to: format.short(ticks.at(-1) ?? 0, 4),
            },
            text: t('racePanels.boundary.prediction', { target: problem.target }),
          },
        ]
      : []),
    { sign: { dot: inks.second, hollow: true }, text: t('racePanels.boundary.train') },
    { sign: { dot: inks.second }, text: t('racePanels.boundary.held') },
  ]
}

/** Cells in the table's own units: what is said there, and how sure. */
function tableOf({ problem, across, up, lanes }: BoundaryInput): CsvTable {
  const { inputs, classNames, featureScales, targetScale, target } = problem
  const named = classNames.length > 0
  const own = (feature: number, value: number): number => {
    const { offset, width } = featureScales[feature] ?? { offset: 0, width: 1 }
    return offset + width * value
  }
  const predicted = (value: number): number => {
    const { offset, width } = targetScale ?? { offset: 0, width: 1 }
    return offset + width * value
  }
  function* rows(): Generator<Cell[]> {
    for (const { name, step, grid } of lanes) {
      const { size, classes, values } = grid
      const cells = inputs === 1 ? size : size * size
      for (let cell = 0; cell < cells; cell++) {
        const at: Cell[] = [name, step, own(0, placeOf(across.span, cell % size, size))]
        if (inputs === 2) at.push(own(1, placeOf(up.span, Math.floor(cell / size), size)))
        if (!named) yield [...at, predicted(values[cell]!)]
        else if (inputs === 1) {
          const outputs = classNames.length
          yield [...at, ...Array.from(values.subarray(cell * outputs, (cell + 1) * outputs))]
        } else {
          const index = classes[cell]!
          yield [...at, index === noClass ? null : (classNames[index] ?? null), values[cell]!]
        }
      }
    }
  }
  return {
    columns: [
      'lane',
      'step',
      across.name,
      ...(inputs === 2 ? [up.name] : []),
      ...(!named
        ? [`predicted ${target}`]
        : inputs === 1
          ? classNames.map((name) => `probability of ${name}`)
          : ['class', 'certainty [0 even – 1 certain]']),
    ],
    rows: rows(),
  }
}
