import type { LineStyle } from '#shared/charts/palette.ts'
import { themes, type Theme } from '#shared/charts/theme.ts'
import { optimizers } from '#shared/optimizers/index.ts'
import { rankedStyle, shades } from '#shared/charts/ranked-style.ts'

/** Every line's ink, by what it is on the other paper. */
const known = new Map<string, Readonly<Record<Theme, string>>>()
for (const { id } of optimizers) {
  for (let rank = 0; rank < shades; rank++) {
    const pair = {
      light: rankedStyle(id, rank, 'light').colour,
      dark: rankedStyle(id, rank, 'dark').colour,
    }
    for (const theme of themes) known.set(pair[theme], pair)
  }
}

/** @returns the look as it is on that paper, on whatever paper it was made */
export function reinked(look: LineStyle, theme: Theme): LineStyle {
  const colour = known.get(look.colour)?.[theme]
  return colour ? { ...look, colour } : look
}
