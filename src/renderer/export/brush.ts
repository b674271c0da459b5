import { sans } from '../../shared/charts/theme.ts'
import type { Brush } from '../charts/brush.ts'
import { toHex } from '../charts/colour.ts'
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

/** @returns a colour as every reader of SVG knows it, and how much it covers */
function inkOf(style: string | CanvasGradient | CanvasPattern, alpha: number): [string, SvgValue] {
  const text = String(style)
  const parts = /^rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)%\)$/.exec(text)
  const cover = alpha * (parts ? Number(parts[4]) / 100 : 1)
  const colour = parts ? toHex([Number(parts[1]), Number(parts[2]), Number(parts[3])]) : text
  return [colour, cover < 1 ? cover : undefined]
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
    this.#nodes.push(element(shape.tag, { ...shape.attributes, ...this.#fill() }))
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
    this.#nodes.push(element('rect', { x, y, width, height, ...this.#fill() }))
    this.#filled = false
  }

  fillText(text: string, x: number, y: number): void {
    const last = this.#nodes.at(-1)
    const own = this.#text(text, x, y, this.#fill())
    const under = last?.tag === 'text' && last.attributes.fill === 'none' ? last : undefined
    if (under?.children[0] === text && under.attributes.x === x) {
      // Its halo is there already: one text has both.
      this.#nodes[this.#nodes.length - 1] = element(
        'text',
        { ...under.attributes, ...own.attributes, 'paint-order': 'stroke' },
        own.children,
      )
    } else this.#nodes.push(own)
  }

  strokeText(text: string, x: number, y: number): void {
    const paint = { fill: 'none', ...this.#line(), 'stroke-dasharray': undefined }
    this.#nodes.push(this.#text(text, x, y, paint))
  }

  #add(part: string): void {
    this.#path.push(part)
    this.#filled = false
  }

  #fill(): Record<string, SvgValue> {
    const [fill, opacity] = inkOf(this.fillStyle, this.globalAlpha)
    return { fill, 'fill-opacity': opacity }
  }

  #shape(): SvgElement | undefined {
    if (this.#circle && this.#path.length === 0) return element('circle', this.#circle)
    // A lone place to begin at draws nothing.
    if (this.#path.length < 2 && !this.#path[0]?.includes('A')) return undefined
    return element('path', { d: this.#path.join('') })
  }

  #line(): Record<string, SvgValue> {
    const [stroke, opacity] = inkOf(this.strokeStyle, this.globalAlpha)
    return {
      stroke,
      'stroke-width': this.lineWidth,
      'stroke-opacity': opacity,
      'stroke-dasharray': this.#dash.map(numeral).join(' ') || undefined,
      'stroke-linejoin': this.lineJoin === 'miter' ? undefined : this.lineJoin,
      'stroke-linecap': this.lineCap === 'butt' ? undefined : this.lineCap,
    }
  }

  #text(text: string, x: number, y: number, paint: Record<string, SvgValue>): SvgElement {
    const [, size = '10', family = 'sans-serif'] = /([\d.]+)px (.+)$/.exec(this.font) ?? []
    const pixels = Number.parseFloat(size)
    this.#filled = false
    return element(
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
    )
  }
}
