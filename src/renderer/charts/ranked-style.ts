import { lineStyle, type Drawn, type LineStyle } from '#shared/charts/palette.ts'
import { inks, type Theme } from '#shared/charts/theme.ts'
import { blend, parseHex, toHex } from './colour.ts'

const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2.5], [9, 2.5, 2, 2.5], [13, 4]]

/**
 * How a contestant's line is drawn: in its optimizer's ink and dash. A second one of the same
 * optimizer has its ink nearer to black (on dark paper, to white) and another dash, and so on.
 *
 * @param rank 0 for the first of that optimizer
 */
export function rankedStyle(drawn: Drawn, rank: number, theme: Theme): LineStyle {
  const own = lineStyle(drawn, theme)
  if (rank === 0) return own
  const share = [0, 0.45, 0.22, 0.6][rank % 4]!
  const mine = dashes.findIndex((dash) => dash.join() === own.dash.join())
  return {
    colour: toHex(blend(parseHex(own.colour), parseHex(inks[theme].ink), share)),
    dash: dashes[(Math.max(0, mine) + rank) % dashes.length]!,
  }
}
