import { rankDiagramOption } from '#shared/charts/rank-diagram-option.ts'
import { rankDiagram } from '#shared/charts/rank-diagram.ts'
import {
  matrixTable,
  type CurveFigure,
  type FigureInput,
  type MatrixRow,
  type RankFigure,
} from '#shared/tournament/figures/index.ts'
import { rankPaint } from '#renderer/charts/heat.ts'
import { rampOf } from '#renderer/charts/key.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import { reinked } from '../reink.ts'
import { paintFigure } from './curve-figure.ts'
import { paintMatrix } from './matrix.ts'

const { t, format } = useText()

/** What every picture of a tournament says of it. */
export interface TournamentCaption {
  readonly title: string
  readonly settings: readonly string[]
}

/** Mean ranks on their axis, and bars that join who cannot be distinguished. */
export function tournamentRanks(figure: RankFigure, caption: TournamentCaption): ExportedChart {
  return {
    ...titled(figure.title, caption),
    paint: (brush, { theme, inks }) => {
      const contestants = figure.data.contestants.map((each) => ({
        ...each,
        look: reinked(each.look, theme),
      }))
      const diagram = rankDiagram({ ...figure.data, contestants, width: 860, scale: 1 })
      const { width, height } = diagram
      brush.chart(rankDiagramOption(diagram, { inks, scale: 1 }), width, height)
      return { width, height, key: [] }
    },
    table: () => figure.table,
  }
}

/** The curves of one of its figures. */
export function tournamentCurves(figure: CurveFigure, caption: TournamentCaption): ExportedChart {
  return {
    ...titled(figure.title, caption),
    paint: (brush, paper) => {
      const { width, height } = paintFigure(brush, paper, figure.part)
      return { width, height, key: [] }
    },
    table: () => figure.table,
  }
}

/** @param text what stands in a cell */
export function tournamentMatrix(
  input: FigureInput,
  rows: readonly MatrixRow[],
  text: (row: MatrixRow, contestant: number) => string,
  caption: TournamentCaption,
): ExportedChart {
  const { contestants } = input.spec
  const { length } = contestants
  return {
    ...titled(t('tournament.results.matrix'), caption),
    paint: (brush, paper) => ({
      ...paintMatrix(brush, paper, {
        corner: '',
        columns: contestants.map(({ lane }) => lane.id),
        rows: rows.map((row) => ({
          name: row.task,
          cells: row.cells.map((cell, at) => ({
            text: text(row, at),
            paint: rankPaint(cell.kind === 'done' ? cell.rank : length, length, paper.theme),
          })),
        })),
      }),
      key: [
        {
          sign: {
            ramp: rampOf((share) => rankPaint(2 - share, 2, paper.theme).background, 31),
            from: format.whole(length),
            to: format.whole(1),
          },
          text: t('tournament.matrix.rank'),
        },
      ],
    }),
    table: () => matrixTable(input, rows),
  }
}

const titled = (
  title: string,
  caption: TournamentCaption,
): Pick<ExportedChart, 'title' | 'settings'> => ({
  title: `${caption.title}: ${title}`,
  settings: caption.settings,
})
