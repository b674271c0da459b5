import type { ChartOption } from '#shared/charts/curves.ts'
import { curvesOption } from '#shared/charts/curves.ts'
import { frameOf } from '#shared/charts/frame.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { rankDiagramOption } from '#shared/charts/rank-diagram-option.ts'
import { rankDiagram } from '#shared/charts/rank-diagram.ts'
import { inks } from '#shared/charts/theme.ts'
import type { TournamentRecord } from '#shared/contract/tournaments.ts'
import type { Language } from '#shared/text.ts'
import {
  failuresFigure,
  profilesFigure,
  ranksFigure,
  rankTuningFigure,
  tuningFigure,
  type CurveFigure,
  type FigureInput,
  type NoFigure,
} from '#shared/tournament/figures/index.ts'
import { svgOf, widths } from '../exports/html/chart.ts'
import type { drawSvg } from '../exports/html/draw.ts'
import { html, Html } from '../exports/html/escape.ts'

type Draw = typeof drawSvg

/** Whatever face the reader has: many are wider than the page's own. */
const widen = 1.2
const dress = { inks: inks.light, scale: 1 } as const

export function figureInput(
  { spec, cells }: TournamentRecord,
  language: Language,
  budget: number,
): FigureInput {
  const looks = spec.contestants.map(({ lane }) => lineStyle(lane, 'light'))
  return { spec, cells, budget, looks, language }
}

/** @returns the critical-difference diagram and the profiles of one budget; nothing before there are any */
export function budgetPictures(input: FigureInput, draw: Draw): (Html | string)[] {
  const ranks = ranksFigure(input)
  return [
    ranks.kind === 'nothing'
      ? ''
      : picture(ranks.summary, draw, (width) => {
          const diagram = rankDiagram({ ...ranks.data, width, scale: 1, widen })
          return { option: rankDiagramOption(diagram, dress), height: diagram.height }
        }),
    curves(profilesFigure(input), draw),
  ]
}

/** @returns what tuning buys, over all tasks and on each, and where contestants fail */
export function overallPictures(input: FigureInput, draw: Draw): (Html | string)[] {
  return [
    curves(rankTuningFigure(input), draw),
    ...input.spec.tasks.map((_, task) => curves(tuningFigure(input, task), draw)),
    curves(failuresFigure(input), draw),
  ]
}

function curves(figure: CurveFigure | NoFigure, draw: Draw): Html | string {
  if (figure.kind === 'nothing') return ''
  const { data, words } = figure.part
  const drawn = picture(`${figure.title}. ${figure.summary}`, draw, (width, height) => {
    const frame = frameOf({ ...data, width, height, scale: 1 })
    const yText = (value: number): string => words.yText(value, frame.y.decimals)
    const option = curvesOption(frame, data.curves, data.bands, { ...words, yText, ...dress })
    return { option, height }
  })
  return html`<h3>${figure.title}</h3>
    ${drawn} ${figure.note ? html`<p class="note">${figure.note}</p>` : ''}`
}

/** @returns a chart in the sizes of which a page shows the one that fits */
function picture(
  label: string,
  draw: Draw,
  make: (
    width: number,
    height: number,
  ) => { readonly option: ChartOption; readonly height: number },
): Html {
  const pictures = widths.map(({ name, width, height }) => {
    const made = make(width, height)
    return new Html(svgOf(draw(made.option, width, made.height), label, name))
  })
  return html`<figure>${pictures}</figure>`
}
