import { sans } from '../../shared/charts/theme.ts'
import type { Brush } from '../charts/brush.ts'
import { families, toBaseline } from './paper.ts'
import { element, numeral, type SvgElement, type SvgNode, type SvgValue } from './svg.ts'

/** Where a text stands to its `y`, as shares of its size down to the baseline. */
const baselines: Readonly<Record<CanvasTextBaseline, number>> = {
  alphabetic: 0,
  ideographic: 0,
  bottom: -0.24,
  middle: toBaseline,
  hanging: 0.73,
  top: 0.97,
}

const anchors: Readonly<Record<CanvasTextAlign, string | undefined>> = {
  left: undefined,
  start: undefined,
  center: 'middle',
  right: 'end',
  end: 'end',
}

/**
 * Takes what is drawn on a canvas and keeps it as SVG: the page's own drawing makes the picture.
 * A path that is filled and then stroked is one element.
 */
export class SvgBrush implements Brush {
  fillStyle: string | CanvasGradient | CanvasPattern = '#000000'
  strokeStyle: string | CanvasGradient | CanvasPattern = '#000000'
  lineWidth = 1
  lineCap: CanvasLineCap = 'butt'
  lineJoin: CanvasLineJoin = 'miter'
  globalAlpha = 1
  font = '10px sans-serif'
  textAlign: CanvasTextAlign = 'start'
  textBaseline: CanvasTextBaseline = 'alphabetic'
  #dash: readonly number[] = []
  #path: string[] = []
  #circle: { cx: number; cy: number; r: number } | undefined
  readonly #nodes: SvgElement[] = []
  /** Whether the last element is this path, filled and not stroked. */
  #filled = false

  /** What has been drawn, in its order. */
  get nodes(): readonly SvgNode[] {
    return this.#nodes
  }

  setLineDash(dash: Iterable<number>): void {
    this.#dash = [...dash]
  }

  beginPath(): void {
    this.#path = []
    this.#circle = undefined
    this.#filled = false
  }

  moveTo(x: number, y: number): void {
    this.#add(`M${numeral(x)} ${numeral(y)}`)
  }

  lineTo(x: number, y: number): void {
    this.#add(`${this.#path.length === 0 ? 'M' : 'L'}${numeral(x)} ${numeral(y)}`)
  }

  closePath(): void {
    if (this.#path.length > 0) this.#add('Z')
  }

  /** Whole circles only: nothing here draws a part of one. */
  arc(x: number, y: number, radius: number): void {
    if (this.#path.length === 0 && !this.#circle) {
      this.#circle = { cx: x, cy: y, r: radius }
      this.#filled = false
      return
    }
    const [left, right] = [numeral(x - radius), numeral(x + radius)]
    const half = `A${numeral(radius)} ${numeral(radius)} 0 1 0`
    this.#add(`M${left} ${numeral(y)}${half} ${right} ${numeral(y)}${half} ${left} ${numeral(y)}Z`)
  }

  fill(): void {
    const shape = this.#shape()
    if (!shape) return
    this.#nodes.push(
      element(shape.tag, {
        ...shape.attributes,
        fill: String(this.fillStyle),
        'fill-opacity': this.#alpha(),
      }),
    )
    this.#filled = true
  }

  stroke(): void {
    const shape = this.#shape()
    if (!shape) return
    const last = this.#nodes.at(-1)
    if (this.#filled && last) {
      this.#nodes[this.#nodes.length - 1] = element(last.tag, {
        ...last.attributes,
        ...this.#line(),
      })
    } else {
      this.#nodes.push(element(shape.tag, { ...shape.attributes, fill: 'none', ...this.#line() }))
    }
    this.#filled = false
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const fill = String(this.fillStyle)
    const opacity = this.#alpha()
    this.#nodes.push(element('rect', { x, y, width, height, fill, 'fill-opacity': opacity }))
    this.#filled = false
  }

  fillText(text: string, x: number, y: number): void {
    this.#write(text, x, y, { fill: String(this.fillStyle) })
  }

  strokeText(text: string, x: number, y: number): void {
    this.#write(text, x, y, { fill: 'none', ...this.#line(), 'stroke-dasharray': undefined })
  }

  #add(part: string): void {
    this.#path.push(part)
    this.#filled = false
  }

  #alpha(): number | undefined {
    return this.globalAlpha < 1 ? this.globalAlpha : undefined
  }

  #shape(): SvgElement | undefined {
    if (this.#circle && this.#path.length === 0) return element('circle', this.#circle)
    // A lone place to begin at draws nothing.
    if (this.#path.length < 2 && !this.#path[0]?.includes('A')) return undefined
    return element('path', { d: this.#path.join('') })
  }

  #line(): Record<string, SvgValue> {
    return {
      stroke: String(this.strokeStyle),
      'stroke-width': this.lineWidth,
      'stroke-opacity': this.#alpha(),
      'stroke-dasharray': this.#dash.map(numeral).join(' ') || undefined,
      'stroke-linejoin': this.lineJoin === 'miter' ? undefined : this.lineJoin,
      'stroke-linecap': this.lineCap === 'butt' ? undefined : this.lineCap,
    }
  }

  #write(text: string, x: number, y: number, paint: Record<string, SvgValue>): void {
    const [, size = '10', family = 'sans-serif'] = /([\d.]+)px (.+)$/.exec(this.font) ?? []
    const pixels = Number.parseFloat(size)
    this.#nodes.push(
      element(
        'text',
        {
          x,
          y: y + baselines[this.textBaseline] * pixels,
          'font-family': family === sans ? families.sans : family,
          'font-size': pixels,
          'text-anchor': anchors[this.textAlign],
          ...paint,
        },
        [text],
      ),
    )
    this.#filled = false
  }
}
