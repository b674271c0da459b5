import type { ChartOption } from '#shared/charts/curves.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { families } from '#shared/charts/theme.ts'

/** How a piece of text is set. */
export interface Face {
  readonly mono?: boolean
  /** Pixels. @default 12 */
  readonly size?: number
  /** @default 420 */
  readonly weight?: number
}

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

/** A piece of a line of text in a style of its own. */
export type TextRun = readonly [text: string, style: Face & { readonly fill?: string }]

/** How a shape is filled and stroked; what is undefined is left out. */
export interface Paint {
  readonly fill?: string
  readonly stroke?: string
  /** Pixels of the stroke. @default 1 */
  readonly width?: number
  /** Lengths of dash and gap in pixels; empty is solid. */
  readonly dash?: readonly number[]
  /** @default 1 */
  readonly opacity?: number
  /** @default 'round' */
  readonly join?: 'miter' | 'round' | 'bevel'
  /** @default 'butt' */
  readonly cap?: 'butt' | 'round'
}

/** Where a path goes. */
export interface Pen {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  closePath(): void
}

/** A rectangle in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** RGBA, row by row from the top. */
export interface Pixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>
  readonly width: number
  readonly height: number
}

export type Point = readonly [x: number, y: number]

/** @returns pixels that the text is wide */
export type Measure = (text: string, face?: Face) => number

/** From the middle of a line of text down to its baseline, as a share of its size. */
export const toBaseline = 0.36

/** @returns the face as CSS and a canvas name it */
export const fontOf = ({ mono, size = 12, weight = 420 }: Face): string =>
  `${weight} ${size}px ${mono ? families.mono : families.sans}`

/**
 * What charts are painted with, the same on the screen and in a file: one implementation draws on a
 * canvas, another writes SVG.
 */
export abstract class Brush {
  /** Width of a text as this brush sets it. */
  abstract readonly measure: Measure
  /** Draws a path once per paint: a halo, then the line. */
  abstract path(draw: (pen: Pen) => void, ...paints: readonly Paint[]): void
  abstract circle(x: number, y: number, radius: number, paint: Paint): void
  /** @param radius of its corners @default 0 */
  abstract rect(box: Box, paint: Paint, radius?: number): void
  /** @param text a line of text, or its pieces in their order */
  abstract text(x: number, y: number, text: string | readonly TextRun[], style: TextStyle): void
  /** @param smooth interpolates between pixels */
  abstract image(pixels: Pixels, box: Box, smooth: boolean): void
  /** Paints a chart of the chart library from the origin, in pixels of the given size. */
  abstract chart(option: ChartOption, width: number, height: number): void
  /** Paints with the origin moved. */
  abstract move(x: number, y: number, draw: () => void): void
  /** Paints only what lies in the box. */
  abstract clip(box: Box, draw: () => void): void

  line(x1: number, y1: number, x2: number, y2: number, paint: Paint): void {
    this.polyline(
      [
        [x1, y1],
        [x2, y2],
      ],
      paint,
    )
  }

  polyline(points: readonly Point[], paint: Paint, close = false): void {
    this.path((pen) => {
      points.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
      if (close) pen.closePath()
    }, paint)
  }

  /** A diagonal cross. @param reach from its middle to its ends, along each axis */
  cross(x: number, y: number, reach: number, paint: Paint): void {
    this.path((pen) => {
      pen.moveTo(x - reach, y - reach)
      pen.lineTo(x + reach, y + reach)
      pen.moveTo(x + reach, y - reach)
      pen.lineTo(x - reach, y + reach)
    }, paint)
  }

  /** A piece of an optimizer's line, 26 pixels long, as keys show it. */
  swatch(x: number, y: number, { colour, dash }: LineStyle): void {
    this.line(x, y, x + 26, y, { stroke: colour, width: 2.25, dash })
  }
}
