import type { Brush } from '#renderer/charts/brush.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type { RaceProblem } from '#shared/contract/problem.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { FeatureAxis } from '#renderer/views/race/boundary/domain.ts'
import { noClass, placeOf, type Grid } from '#renderer/views/race/boundary/grid.ts'
import { boundaryKey, paintBoundary } from '#renderer/views/race/boundary/picture.ts'
import type { Cell, CsvTable } from '../csv.ts'
import { linesOf, type ExportedChart, type Figure } from '../figure.ts'
import { reinked } from '../reink.ts'

const { t, format } = useText()

interface BoundaryInput {
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
    title: t('export.title.boundary', { table: input.table }),
    settings: input.settings,
    paint: (brush, paper) => draw(input, brush, paper),
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

function draw(input: BoundaryInput, brush: Brush, paper: Paper): Figure {
  const { lanes, problem } = input
  const { width, height, columns } = sizeOf(lanes.length)
  const face = { weight: 600 }
  const heads = lanes.map(({ name }) => linesOf(brush, name, width - 130, face))
  const top = Math.max(1, ...heads.map(({ length }) => length)) * 16 + 8
  let cell = { width: 0, height: 0 }
  lanes.forEach((lane, at) => {
    brush.move((at % columns) * cell.width, Math.floor(at / columns) * cell.height, () => {
      const picture = { ...input, ...lane, look: reinked(lane.look, paper.theme) }
      const { left, ...size } = paintBoundary(brush, paper, picture, { width, height, top })
      cell = { width: size.width + 2, height: size.height + 14 }
      brush.swatch(left, 9, picture.look)
      heads[at]?.forEach((text, row) =>
        brush.text(left + 34, 13 + row * 16, text, { ...face, fill: paper.inks.ink }),
      )
      const stands = t('runs.at.step', { step: format.whole(lane.step) })
      brush.text(left + width, 13, stands, { fill: paper.inks.second, size: 11, anchor: 'end' })
    })
  })
  return {
    width: Math.min(columns, lanes.length) * cell.width,
    height: Math.ceil(lanes.length / columns) * cell.height - 6,
    key: boundaryKey(problem, paper),
  }
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
