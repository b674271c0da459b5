import type { Brush } from '#renderer/charts/brush.ts'
import type { CurvesPart, Frame } from '#shared/charts/frame.ts'
import { tagPlace } from '#shared/charts/tag-place.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import type { LaneBand } from '#shared/statistics/lane-bands.ts'
import type { KeyEntry } from '#renderer/charts/key.ts'
import { useText } from '#renderer/composables/useText.ts'
import { markPlace, markSigns, type Mark } from '#renderer/views/race/useMarks.ts'
import type { ExportedChart } from '../figure.ts'
import { reinked } from '../reink.ts'
import { paintFigure } from './curve-figure.ts'
import { isShare } from '#renderer/composables/metric-text.ts'
import { curvesFilm } from '../film/make.ts'
import { metricUnit } from './units.ts'

const { t } = useText()

/** A lane's seeds, with their median and band. */
interface RaceLaneData extends LaneBand {
  readonly name: string
  readonly optimizer: string
  readonly convention: string
}

export interface RaceCurvesInput {
  readonly metric: Metric
  readonly regression: boolean
  readonly table: string
  readonly settings: readonly string[]
  readonly chart: CurvesPart
  readonly marks: readonly Pick<Mark, 'kind' | 'x' | 'y' | 'colour'>[]
  /** The line to reach, and its value in words. */
  readonly target: { readonly value: number; readonly text: string } | undefined
  readonly lanes: readonly RaceLaneData[]
  readonly seeds: number
}

/** The race's medians in their bands, with the target and what happened on the way. */
export function raceCurves(input: RaceCurvesInput): ExportedChart {
  const { metric, chart, lanes } = input
  const title = t('export.title.race', { table: input.table, metric: t(`metric.${metric}`) })
  return {
    title,
    settings: input.settings,
    paint: (brush, paper) => {
      const { frame, ...size } = paintFigure(brush, paper, chart)
      paintMarks(input, frame, brush, paper)
      return { ...size, key: keyOf(input, paper) }
    },
    film: () => curvesFilm(chart, { title, settings: input.settings }, isShare(metric)),
    table: () => ({
      columns: [
        'lane',
        'optimizer',
        'convention',
        'step',
        'samples',
        'seconds [s]',
        ...['low', 'median', 'high'].map(
          (part) =>
            `${metric} ${part === 'median' ? 'median' : part === 'low' ? 'p5' : 'p95'}${metricUnit(metric, input.regression)}`,
        ),
      ],
      rows: lanes.flatMap((lane) =>
        Array.from(lane.steps, (step, at) => [
          lane.name,
          lane.optimizer,
          lane.convention,
          step,
          lane.samples[at] ?? null,
          lane.seconds[at] ?? null,
          lane.low[at] ?? null,
          lane.median[at] ?? null,
          lane.high[at] ?? null,
        ]),
      ),
    }),
  }
}

function keyOf({ marks, seeds, chart }: RaceCurvesInput, { inks }: Paper): KeyEntry[] {
  const kinds = [...new Set(marks.map(({ kind }) => kind))]
  return [
    ...(chart.data.bands.length > 0
      ? [
          {
            sign: { field: inks.second, opacity: 0.24 },
            text: t('export.key.band', { n: seeds }),
          },
        ]
      : []),
    ...kinds.map((kind) => ({
      sign: { sign: markSigns[kind], colour: inks.second },
      text: t(`export.key.${kind}`),
    })),
  ]
}

function paintMarks(
  { target, marks, chart }: RaceCurvesInput,
  frame: Frame,
  brush: Brush,
  { theme, inks: { ink, panel } }: Paper,
): void {
  const { left, right, top, bottom } = frame
  const y = target ? frame.toY(target.value) : NaN
  // A target beyond the axis has no line on paper: nobody can drag it there.
  if (target && y >= top && y <= bottom) {
    brush.line(left, y, right, y, { stroke: ink, dash: [3, 3] })
    const text = t('race.target.tag', { value: target.text })
    const face = { size: 11, weight: 550 }
    const tag = { width: brush.measure(text, face) + 4, height: 14 }
    const place = tagPlace(frame, chart.data.curves, y, tag)
    brush.text(place.x + 2, place.y + 11, text, { ...face, fill: ink, halo: panel })
  }
  for (const mark of marks) {
    const lost = mark.kind === 'diverged'
    brush.text(...markPlace(frame, mark), markSigns[mark.kind], {
      fill: reinked({ colour: mark.colour, dash: [] }, theme).colour,
      size: lost ? 14 : 11,
      weight: lost ? 700 : 420,
      anchor: 'middle',
      at: 'middle',
      halo: panel,
    })
  }
}
