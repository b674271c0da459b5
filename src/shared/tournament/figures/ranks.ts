import type { RankDiagramInput, RankedName } from '../../charts/rank-diagram.ts'
import { speech } from '../../words/index.ts'
import { tournamentFigureWords } from '../../words/tournament-figures.ts'
import { rankingOf, type TournamentRanking } from '../ranking.ts'
import { nameOf, type FigureInput, type FigureTable, type NoFigure } from './types.ts'

/** The critical-difference diagram, in any size. */
export interface RankFigure {
  readonly kind: 'ranks'
  readonly title: string
  readonly ranking: TournamentRanking
  readonly data: Omit<RankDiagramInput, 'width' | 'scale' | 'widen'>
  readonly summary: string
  readonly table: FigureTable
}

/** Mean ranks with one tuning budget, and who cannot be distinguished. */
export function ranksFigure(input: FigureInput): RankFigure | NoFigure {
  const { spec, cells, budget, looks, language } = input
  const { ranks: words } = tournamentFigureWords[language]
  const { format } = speech[language]
  const ranking = rankingOf(spec, cells, budget)
  const { meanRanks, order, tasks, criticalDifference, cliques, silence, pairs } = ranking
  if (tasks.length === 0) return { kind: 'nothing', title: words.title, why: words.nothing }
  const contestants = spec.contestants.map((_, at): RankedName => {
    const name = nameOf(input, at)
    const meanRank = meanRanks[at]!
    return { id: name, name, look: looks[at]!, meanRank, value: format.fixed(meanRank, 2) }
  })
  const list = (places: readonly number[]): string =>
    format.list(places.map((at) => nameOf(input, at)))
  return {
    kind: 'ranks',
    title: words.title,
    ranking,
    data: {
      contestants,
      difference: Number.isNaN(criticalDifference)
        ? undefined
        : { size: criticalDifference, text: words.critical(format.fixed(criticalDifference, 2)) },
      // Where nothing can be said, nothing is joined either.
      cliques: silence ? [] : cliques,
    },
    summary: format.text([
      `${words.axis}: ${format.list(order.map((at) => `${nameOf(input, at)} ${contestants[at]!.value}`))}.`,
      ...(silence ? [] : cliques.map((clique) => words.joined(list(clique)))),
    ]),
    table: {
      columns: [
        ...['contestant', 'mean rank', 'tasks', 'critical difference', 'compared with'],
        ...['better on', 'worse on', 'equal on', 'signed-rank p', 'Holm p'],
      ],
      rows: order.flatMap((at) => {
        const own = [
          ...[nameOf(input, at), meanRanks[at]!, tasks.length],
          Number.isNaN(criticalDifference) ? null : criticalDifference,
        ]
        const others = pairs.filter(({ pair }) => pair[0] === at)
        if (others.length === 0) return [[...own, null, null, null, null, null, null]]
        return others.map(({ pair, better, worse, equal, p, adjusted }) => [
          ...own,
          nameOf(input, pair[1]),
          ...[better, worse, equal, p, adjusted],
        ])
      }),
    },
  }
}
