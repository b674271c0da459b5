import { contrast, fromOklch, parseHex, toHex, toOklch, type Rgb } from './colour.ts'
import { lineStyle, type Drawn, type LineStyle } from './palette.ts'
import { inks, type Theme } from './theme.ts'

const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2.5], [9, 2.5, 2, 2.5], [13, 4]]

/** How many lanes of one optimizer have a lightness of their own; the next begin anew. */
export const shades = 4

/**
 * How a contestant's line is drawn: in its optimizer's ink and dash. A second one of the same
 * optimizer has the same hue, as much lighter or darker as the paper allows, and another dash; and
 * so on.
 *
 * @param rank 0 for the first of that optimizer
 */
export function rankedStyle(drawn: Drawn, rank: number, theme: Theme): LineStyle {
  const own = lineStyle(drawn, theme)
  if (rank === 0) return own
  const mine = dashes.findIndex((dash) => dash.join() === own.dash.join())
  return {
    colour: ladderOf(own.colour, theme)[rank % shades] ?? own.colour,
    dash: dashes[(Math.max(0, mine) + rank) % dashes.length]!,
  }
}

/** How dark an ink may be on light paper, and how light on dark paper, before it has no hue. */
const ends: Readonly<Record<Theme, number>> = { light: 0.27, dark: 0.95 }

/** By ink and paper. */
const known = new Map<string, readonly string[]>()

/** @returns the ink itself, then others of its hue, each as far in lightness from those before as can be */
function ladderOf(colour: string, theme: Theme): readonly string[] {
  const key = `${colour} ${theme}`
  const found = known.get(key)
  if (found) return found
  const [lightness, chroma, hue] = toOklch(parseHex(colour))
  const paper = parseHex(inks[theme].panel)
  const made = (at: number): Rgb => fromOklch([at, chroma, hue])
  const steps = Array.from({ length: 69 }, (_, at) => 0.27 + at / 100).filter(
    (at) =>
      (theme === 'light' ? at >= ends.light : at <= ends.dark) &&
      contrast(parseHex(toHex(made(at))), paper) >= 3,
  )
  const used = [lightness]
  const ladder = [colour]
  while (ladder.length < shades) {
    const apart = (at: number): number => Math.min(...used.map((each) => Math.abs(each - at)))
    const next = steps.reduce((best, at) => (apart(at) > apart(best) ? at : best), lightness)
    used.push(next)
    ladder.push(toHex(made(next)))
  }
  known.set(key, ladder)
  return ladder
}

/** @returns how many lanes of the same optimizer stand before each */
export function laneRanks(lanes: readonly { readonly optimizer: string }[]): number[] {
  const seen = new Map<string, number>()
  return lanes.map(({ optimizer }) => {
    const rank = seen.get(optimizer) ?? 0
    seen.set(optimizer, rank + 1)
    return rank
  })
}
