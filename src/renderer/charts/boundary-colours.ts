import { blend, parseHex, type Rgb } from '#shared/charts/colour.ts'
import { minimumColour, stepsColour } from './surface/basin-paint.ts'
import { inks, type Theme } from '#shared/charts/theme.ts'

/** @param share 0 where a class is no likelier than any other, 1 where it is certain */
export function fieldColour(classIndex: number, share: number, theme: Theme): Rgb {
  const paper = parseHex(inks[theme].panel)
  return blend(paper, minimumColour(classIndex, theme), 0.12 + 0.78 * share)
}

/** A dot of a class: its field's hue, nearer to the ink so that it shows on the field. */
export function dotColour(classIndex: number, theme: Theme): Rgb {
  const field = minimumColour(classIndex, 'light')
  return theme === 'light'
    ? blend(field, parseHex(inks.light.ink), 0.42)
    : blend(field, parseHex('#ffffff'), 0.2)
}

/** A dot of a value: the same, so that one that is predicted well does not vanish. */
export function valueDotColour(share: number, theme: Theme): Rgb {
  return blend(valueColour(share, theme), parseHex(inks[theme].ink), 0.4)
}

/** A predicted value between the lowest and the highest target. */
export function valueColour(share: number, theme: Theme): Rgb {
  return stepsColour(Math.min(1, Math.max(0, share)), theme)
}

/** Where a model says nothing any more. */
export function lostColour(theme: Theme): Rgb {
  const { panel, ink } = inks[theme]
  return blend(parseHex(panel), parseHex(ink), 0.2)
}
