import { blend, contrast, parseHex, toHex, type Rgb } from './colour.ts'
import { inks, type Theme } from '../../shared/charts/theme.ts'

/** A cell's paint: its ground, and the ink of its number. */
export interface CellPaint {
  readonly background: string
  readonly ink: string
}

/*
 * Ends of the diverging scale, from ColorBrewer's PuOr with its purple moved to blue: told apart
 * by every kind of colour vision, and neither is an optimizer's.
 */
const ends: Readonly<Record<Theme, { negative: Rgb; positive: Rgb }>> = {
  light: { negative: parseHex('#b35806'), positive: parseHex('#2166ac') },
  dark: { negative: parseHex('#e08a3c'), positive: parseHex('#5aa0e0') },
}

/**
 * @param value shown by the cell
 * @param largest the size at which the scale ends, above 0
 */
export function divergingPaint(value: number, largest: number, theme: Theme): CellPaint {
  const paper = parseHex(inks[theme].panel)
  if (!Number.isFinite(value)) return { background: toHex(paper), ink: inks[theme].ink }
  const share = largest > 0 ? Math.min(1, Math.abs(value) / largest) : 0
  const end = value < 0 ? ends[theme].negative : ends[theme].positive
  return paint(blend(paper, end, share * 0.9), theme)
}

/** A share of the whole in one ink, from paper up. */
export function sequentialPaint(share: number, theme: Theme): CellPaint {
  const paper = parseHex(inks[theme].panel)
  return paint(blend(paper, ends[theme].positive, Math.min(1, Math.max(0, share)) * 0.85), theme)
}

/** Writes in the theme's ink where it can be read, else in black or white, one of which always can. */
function paint(ground: Rgb, theme: Theme): CellPaint {
  const readable = (ink: string): number => contrast(parseHex(ink), ground)
  const extreme = readable('#000000') > readable('#ffffff') ? '#000000' : '#ffffff'
  const { ink } = inks[theme]
  return { background: toHex(ground), ink: readable(ink) >= 4.5 ? ink : extreme }
}
