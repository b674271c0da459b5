import type { Frame } from '../../../shared/charts/frame.ts'
import type { Metric } from '../../../shared/experiment/spec.ts'
import { useText } from '../../composables/useText.ts'
import type { ExportedChart, KeyEntry } from '../figure.ts'
import { textAt, type Paper } from '../paper.ts'
import { reinked } from '../reink.ts'
import { element, type SvgNode } from '../svg.ts'
import { curvesFigure, type CurvesPart } from './curve-figure.ts'
import { metricUnit } from './units.ts'

const { t } = useText()

/** A sign on a curve: where a lane diverged, stopped, or had its rate changed. */
export interface CurveMark {
  readonly kind: 'diverged' | 'target' | 'patience' | 'rate'
  readonly x: number
  readonly y: number
  readonly colour: string
}

/** A lane's seeds, with their median and band. */
export interface RaceLaneData {
  readonly name: string
  readonly optimizer: string
  readonly convention: string
  readonly steps: ArrayLike<number>
  readonly samples: ArrayLike<number>
  readonly seconds: ArrayLike<number>
  readonly low: ArrayLike<number>
  readonly median: ArrayLike<number>
  readonly high: ArrayLike<number>
}

export interface RaceCurvesInput {
  readonly metric: Metric
  readonly regression: boolean
  readonly table: string
  readonly settings: readonly string[]
  readonly chart: Pick<CurvesPart, 'data' | 'words'>
  readonly marks: readonly CurveMark[]
  /** The line to reach, and its value in words. */
  readonly target: { readonly value: number; readonly text: string } | undefined
  readonly lanes: readonly RaceLaneData[]
  readonly seeds: number
}

const signs: Readonly<Record<CurveMark['kind'], string>> = {
  diverged: '✕',
  target: '▲',
  patience: '■',
  rate: '◆',
}

/** The race's medians in their bands, with the target and what happened on the way. */
export function raceCurves(input: RaceCurvesInput): ExportedChart {
  const { metric, chart, lanes } = input
  return {
    file: `race-${metric}`,
    title: t('export.title.race', { table: input.table, metric: t(`metric.${metric}`) }),
    settings: input.settings,
    figure: (paper) =>
      curvesFigure(
        { ...chart, key: (on) => keyOf(input, on), over: (frame, on) => over(input, frame, on) },
        paper,
      ),
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
      sign: { sign: signs[kind], colour: inks.second },
      text: t(`export.key.${kind}`),
    })),
  ]
}

function over({ target, marks }: RaceCurvesInput, frame: Frame, paper: Paper): SvgNode[] {
  const { left, right, top, bottom, toX, toY } = frame
  const within = (value: number): number => Math.max(top, Math.min(bottom, value))
  const nodes: SvgNode[] = []
  const y = target ? toY(target.value) : NaN
  // A target beyond the axis has no line on paper: nobody can drag it there.
  if (target && y >= top && y <= bottom) {
    nodes.push(
      element('line', {
        x1: left,
        x2: right,
        y1: y,
        y2: y,
        stroke: paper.inks.ink,
        'stroke-dasharray': '3 3',
      }),
      textAt(left + 6, y - 5, t('race.target.tag', { value: target.text }), {
        fill: paper.inks.ink,
        size: 11,
        weight: 550,
        halo: paper.inks.panel,
      }),
    )
  }
  for (const mark of marks) {
    const at = toY(mark.y)
    nodes.push(
      textAt(
        Math.max(left, Math.min(right, toX(mark.x))),
        Number.isNaN(at) ? top : within(at),
        signs[mark.kind],
        {
          fill: reinked({ colour: mark.colour, dash: [] }, paper.theme).colour,
          size: mark.kind === 'diverged' ? 14 : 11,
          weight: mark.kind === 'diverged' ? 700 : undefined,
          anchor: 'middle',
          at: 'middle',
          halo: paper.inks.panel,
        },
      ),
    )
  }
  return nodes
}
