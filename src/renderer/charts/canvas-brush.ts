import {
  Brush,
  fontOf,
  toBaseline,
  type Box,
  type Face,
  type Measure,
  type Paint,
  type Pen,
  type Pixels,
  type TextRun,
  type TextStyle,
} from './brush.ts'
import type { ChartOption } from '#shared/charts/curves.ts'

/** @returns a canvas of these pixels */
export function imageOf({ data, width, height }: Pixels): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0)
  return canvas
}

/** @returns a chart in pixels of the given size, so many of the canvas to each */
export type ChartPainter = (
  option: ChartOption,
  size: { readonly width: number; readonly height: number },
  ratio: number,
) => HTMLCanvasElement

/** Paints on a canvas. */
export class CanvasBrush extends Brush {
  readonly measure: Measure
  readonly #context: CanvasRenderingContext2D
  readonly #chart: ChartPainter | undefined

  /** @param chart paints charts of the chart library, where any are painted */
  constructor(context: CanvasRenderingContext2D, chart?: ChartPainter) {
    super()
    this.#chart = chart
    this.#context = context
    this.measure = (text: string, face: Face = {}) => {
      context.font = fontOf(face)
      return context.measureText(text).width
    }
  }

  path(draw: (pen: Pen) => void, ...paints: readonly Paint[]): void {
    this.#context.beginPath()
    draw(this.#context)
    for (const paint of paints) this.#apply(paint)
  }

  circle(x: number, y: number, radius: number, paint: Paint): void {
    this.#context.beginPath()
    this.#context.arc(x, y, radius, 0, 2 * Math.PI)
    this.#apply(paint)
  }

  rect({ x, y, width, height }: Box, paint: Paint, radius = 0): void {
    this.#context.beginPath()
    this.#context.roundRect(x, y, width, height, radius)
    this.#apply(paint)
  }

  text(x: number, y: number, text: string | readonly TextRun[], style: TextStyle): void {
    const { fill, anchor = 'start', at, halo, turn, size = 12 } = style
    const context = this.#context
    const runs: readonly TextRun[] = typeof text === 'string' ? [[text, style]] : text
    const widths =
      anchor === 'start' && runs.length === 1
        ? [0]
        : runs.map(([part, face]) => this.measure(part, face))
    const width = widths.reduce((sum, each) => sum + each, 0)
    context.save()
    context.translate(x, y)
    if (turn) context.rotate((turn * Math.PI) / 180)
    context.textBaseline = 'alphabetic'
    let left = anchor === 'start' ? 0 : anchor === 'middle' ? -width / 2 : -width
    const top = at === 'middle' ? size * toBaseline : 0
    runs.forEach(([part, own], index) => {
      context.font = fontOf(own)
      if (halo) {
        context.strokeStyle = halo
        context.lineWidth = 3
        context.lineJoin = 'round'
        context.setLineDash([])
        context.strokeText(part, left, top)
      }
      context.fillStyle = own.fill ?? fill
      context.fillText(part, left, top)
      left += widths[index] ?? 0
    })
    context.restore()
  }

  image(pixels: Pixels, { x, y, width, height }: Box, smooth: boolean): void {
    this.#context.imageSmoothingEnabled = smooth
    this.#context.drawImage(imageOf(pixels), x, y, width, height)
  }

  chart(option: ChartOption, width: number, height: number): void {
    if (!this.#chart) throw new Error('this brush paints no charts of the library')
    const ratio = this.#context.getTransform().a
    this.#context.drawImage(this.#chart(option, { width, height }, ratio), 0, 0, width, height)
  }

  move(x: number, y: number, draw: () => void): void {
    this.#context.save()
    this.#context.translate(x, y)
    draw()
    this.#context.restore()
  }

  clip({ x, y, width, height }: Box, draw: () => void): void {
    this.#context.save()
    this.#context.beginPath()
    this.#context.rect(x, y, width, height)
    this.#context.clip()
    draw()
    this.#context.restore()
  }

  #apply({
    fill,
    stroke,
    width = 1,
    dash = [],
    opacity = 1,
    join = 'round',
    cap = 'butt',
  }: Paint): void {
    const context = this.#context
    context.globalAlpha = opacity
    if (fill) {
      context.fillStyle = fill
      context.fill()
    }
    if (stroke) {
      context.strokeStyle = stroke
      context.lineWidth = width
      context.lineJoin = join
      context.lineCap = cap
      context.setLineDash(dash as number[])
      context.stroke()
    }
    context.globalAlpha = 1
  }
}
