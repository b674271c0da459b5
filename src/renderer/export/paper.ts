import type { ChartOption } from '../../shared/charts/curves.ts'
import { sans, type Inks, type Theme } from '../../shared/charts/theme.ts'
import { element, type SvgElement, type SvgNode } from './svg.ts'

/** How a piece of text is set. */
export interface Face {
  readonly mono?: boolean
  /** Pixels. @default 12 */
  readonly size?: number
  /** @default 420 */
  readonly weight?: number
}

/** The faces as a picture names them: the bundled ones, then the same ones where a person has them installed. */
export const families = {
  sans: sans.replace("'Inter Variable', ", "'Inter Variable', Inter, "),
  mono: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', monospace",
} as const

/** What pictures are drawn on: its inks, and what only a page can do. */
export interface Paper {
  readonly theme: Theme
  readonly inks: Inks
  /** @returns the text's width in pixels */
  measure(text: string, face: Face): number
  /** @returns what the chart library draws for an option */
  chart(option: ChartOption, width: number, height: number): readonly SvgNode[]
  /** @returns the address of a picture of RGBA pixels, row by row from the top */
  image(pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): string
}

/** From a line's middle down to its baseline, in heights of the type. */
export const toBaseline = 0.36

export interface TextStyle extends Face {
  readonly fill: string
  /** @default 'start' */
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Where `y` is. @default 'baseline' */
  readonly at?: 'baseline' | 'middle'
  /** Lifts the text from what lies under it. */
  readonly halo?: string
  /** Degrees around its place, clockwise. */
  readonly turn?: number
}

/** @returns a line of text */
export function textAt(x: number, y: number, text: string, style: TextStyle): SvgElement {
  const { fill, anchor = 'start', at = 'baseline', mono, size = 12, weight = 420 } = style
  const baseline = at === 'middle' ? y + size * toBaseline : y
  return element(
    'text',
    {
      x,
      y: baseline,
      fill,
      'font-family': mono ? families.mono : families.sans,
      'font-size': size,
      'font-weight': weight,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      ...(style.halo
        ? {
            stroke: style.halo,
            'stroke-width': 3,
            'stroke-linejoin': 'round',
            'paint-order': 'stroke',
          }
        : {}),
      transform: style.turn ? `rotate(${style.turn} ${x} ${y})` : undefined,
    },
    [text],
  )
}
