import type { MatrixRow } from '#shared/tournament/figures/index.ts'
import { useText } from '#renderer/composables/useText.ts'

const { t, format } = useText()

/** Ranks are whole, but for those that are shared. */
const rankText = (rank: number): string => format.short(rank, 3)

/** @returns what stands in a cell that is done; empty in another */
export function cellText(
  { metric, cells }: MatrixRow,
  contestant: number,
  shows: 'rank' | 'score',
): string {
  const cell = cells[contestant]
  if (cell?.kind !== 'done') return ''
  if (cell.score === null) return '✕'
  return shows === 'rank' ? rankText(cell.rank) : format.metric(metric, cell.score)
}

/** @returns what the cell is and says, for those who do not see its place */
export function cellWords(row: MatrixRow, contestant: number, name: string): string {
  const { task, metric, whole, cells } = row
  const cell = cells[contestant]
  const say = (text: string): string => t('tournament.matrix.cell', { task, name, text })
  if (cell?.kind === 'running') {
    return say(t('tournament.matrix.running', { share: format.percent(cell.share) }))
  }
  if (cell?.kind !== 'done') return say(t('tournament.matrix.waiting'))
  const rank = rankText(cell.rank)
  if (cell.score === null) return say(t('tournament.matrix.divergedText', { rank }))
  const values = { rank, score: format.metric(metric, cell.score) }
  return say(t(whole ? 'tournament.matrix.rankText' : 'tournament.matrix.soFar', values))
}
