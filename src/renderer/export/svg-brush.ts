import { CustomChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import {
  Brush,
  toBaseline,
  type Box,
  type Face,
  type Measure,
  type Paint,
  type Pen,
  type Pixels,
  type TextRun,
  type TextStyle,
} from '../charts/brush.ts'
import type { ChartOption } from '#shared/charts/curves.ts'
import { families } from '#shared/charts/theme.ts'

use([CustomChart, GridComponent, SVGRenderer])

/** What is undefined is left out. */
type Attributes = Readonly<Record<string, string | number | undefined>>

/** @returns a number as a picture needs it: hundredths of a pixel, and no more digits than that takes */
export function numeral(value: number): string {
  const rounded = Math.round(value * 100) / 100
  return Number.isFinite(rounded) ? String(rounded === 0 ? 0 : rounded) : '0'
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Signs that no XML document may hold, not even escaped: controls but tab and line ends. */
const forbidden = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu

const allowed = (text: string): string => text.replace(forbidden, '')

export function escaped(text: string): string {
  return allowed(text).replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
}

/** @returns an element as XML. @param content XML too */
export function element(tag: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .map(([name, value]) => {
      if (value === undefined) return ''
      return ` ${name}="${typeof value === 'number' ? numeral(value) : escaped(value)}"`
    })
    .join('')
  return content === '' ? `<${tag}${written}/>` : `<${tag}${written}>${content}</${tag}>`
}

/** @returns attributes of a colour as every reader of SVG knows it, and of how much it covers */
function inkOf(name: 'fill' | 'stroke', colour: string): Attributes {
  const parts = /^rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)%\)$/.exec(colour)
  if (!parts) return { [name]: colour }
  const digits = parts.slice(1, 4).map((part) => Number(part).toString(16).padStart(2, '0'))
  return { [name]: `#${digits.join('')}`, [`${name}-opacity`]: Number(parts[4]) / 100 }
}

function paintOf({
  fill,
  stroke,
  width = 1,
  dash,
  opacity,
  join = 'round',
  cap,
}: Paint): Attributes {
  return {
    ...inkOf('fill', fill ?? 'none'),
    ...(stroke === undefined
      ? {}
      : {
          ...inkOf('stroke', stroke),
          'stroke-width': width,
          'stroke-dasharray': dash?.map(numeral).join(' ') || undefined,
          'stroke-linejoin': join === 'miter' ? undefined : join,
          'stroke-linecap': cap === 'butt' ? undefined : cap,
        }),
    opacity: opacity === 1 ? undefined : opacity,
  }
}

const faceOf = ({ mono, size = 12, weight = 420 }: Face): Attributes => ({
  'font-family': mono ? families.mono : families.sans,
  'font-size': size,
  'font-weight': weight,
})

export interface SvgBrushOptions {
  readonly measure: Measure
  /** @returns the address of a picture of these pixels. @default none: images are left out */
  readonly address?: (pixels: Pixels) => string
  /** Begins the names of clips, which must differ between the pictures of one page. @default 'clip' */
  readonly prefix?: string
}

/** Writes what is painted as SVG. */
export class SvgBrush extends Brush {
  readonly measure: Measure
  /** What has been painted, as XML. */
  source = ''
  readonly #address: (pixels: Pixels) => string
  readonly #prefix: string
  #clips = 0

  constructor({ measure, address = () => '', prefix = 'clip' }: SvgBrushOptions) {
    super()
    this.measure = measure
    this.#address = address
    this.#prefix = prefix
  }

  path(draw: (pen: Pen) => void, ...paints: readonly Paint[]): void {
    const parts: string[] = []
    draw({
      moveTo: (x, y) => parts.push(`M${numeral(x)} ${numeral(y)}`),
      lineTo: (x, y) => parts.push(`${parts.length ? 'L' : 'M'}${numeral(x)} ${numeral(y)}`),
      closePath: () => parts.length && parts.push('Z'),
    })
    // A lone place to begin at draws nothing.
    if (parts.length < 2) return
    const d = parts.join('')
    for (const paint of paints) this.source += element('path', { d, ...paintOf(paint) })
  }

  circle(cx: number, cy: number, r: number, paint: Paint): void {
    this.source += element('circle', { cx, cy, r, ...paintOf(paint) })
  }

  rect(box: Box, paint: Paint, radius?: number): void {
    this.source += element('rect', { ...box, rx: radius, ...paintOf(paint) })
  }

  text(x: number, y: number, text: string | readonly TextRun[], style: TextStyle): void {
    const { fill, anchor = 'start', at, halo, turn, size = 12 } = style
    this.source += element(
      'text',
      {
        x,
        y: at === 'middle' ? y + size * toBaseline : y,
        ...inkOf('fill', fill),
        ...faceOf(style),
        'text-anchor': anchor === 'start' ? undefined : anchor,
        ...(halo ? { ...paintOf({ stroke: halo, width: 3 }), fill, 'paint-order': 'stroke' } : {}),
        transform: turn ? `rotate(${turn} ${numeral(x)} ${numeral(y)})` : undefined,
        'xml:space': typeof text === 'string' ? undefined : 'preserve',
      },
      typeof text === 'string'
        ? escaped(text)
        : text
            .map(([part, own]) =>
              element('tspan', { ...faceOf(own), fill: own.fill ?? fill }, escaped(part)),
            )
            .join(''),
    )
  }

  image(pixels: Pixels, box: Box, smooth: boolean): void {
    this.source += element('image', {
      ...box,
      preserveAspectRatio: 'none',
      'image-rendering': smooth ? undefined : 'pixelated',
      'xlink:href': this.#address(pixels),
    })
  }

  chart(option: ChartOption, width: number, height: number): void {
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
    chart.setOption(option)
    this.source += allowed(chart.renderToSVGString())
    chart.dispose()
  }

  move(x: number, y: number, draw: () => void): void {
    const inner = this.#inner(draw)
    const transform = `translate(${numeral(x)} ${numeral(y)})`
    if (inner) this.source += element('g', { transform }, inner)
  }

  clip(box: Box, draw: () => void): void {
    const id = `${this.#prefix}${this.#clips++}`
    const inner = this.#inner(draw)
    if (!inner) return
    this.source += element('clipPath', { id }, element('rect', { ...box }))
    this.source += element('g', { 'clip-path': `url(#${id})` }, inner)
  }

  /** @returns what is painted meanwhile */
  #inner(draw: () => void): string {
    const before = this.source
    this.source = ''
    draw()
    const inner = this.source
    this.source = before
    return inner
  }
}
