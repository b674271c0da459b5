import type { LineStyle } from '../../shared/charts/palette.ts'
import type { CsvTable } from './csv.ts'
import { families, textAt, type Face, type Paper } from './paper.ts'
import { element, moved, type SvgElement, type SvgNode } from './svg.ts'
import { wrapped } from './wrap.ts'

/** What a key's sign is: a piece of line, a field, a dot, or a sign of type. */
export type KeySign =
  | { readonly line: LineStyle }
  | { readonly field: string; readonly opacity?: number }
  | { readonly dot: string; readonly hollow?: boolean }
  | { readonly sign: string; readonly colour: string }
  | { readonly ramp: readonly string[]; readonly from: string; readonly to: string }

/** A line of the key: what a sign stands for. */
export interface KeyEntry {
  readonly sign: KeySign
  readonly text: string
}

/** A chart drawn on its own, before it gets its title and caption. */
export interface Figure {
  /** Pixels of the drawing. */
  readonly width: number
  readonly height: number
  readonly body: readonly SvgNode[]
  readonly key: readonly KeyEntry[]
}

/** A chart as it can leave the page. */
export interface ExportedChart {
  /** Names the file, without its ending. */
  readonly file: string
  readonly title: string
  /** Every setting that made it, a line each. */
  readonly settings: readonly string[]
  /** Undefined of a table that is no picture. */
  readonly figure?: (paper: Paper) => Figure
  readonly table: () => CsvTable
}

/** A finished picture. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly svg: SvgElement
}

const margin = 20
/** Narrower, a caption would be a column. */
const narrowest = 560
const titleFace: Face = { size: 16, weight: 600 }
const keyFace: Face = { size: 12 }
const settingFace: Face = { size: 11 }

/** Sets lines one below the other. */
function block(
  paper: Paper,
  texts: readonly string[],
  face: Face,
  fill: string,
  width: number,
): { readonly nodes: SvgNode[]; readonly height: number } {
  const size = face.size ?? 12
  const step = Math.round(size * 1.45)
  const lines = texts.flatMap((text) => wrapped(text, width, (part) => paper.measure(part, face)))
  return {
    nodes: lines.map((line, at) => textAt(margin, at * step + size, line, { ...face, fill })),
    height: lines.length * step,
  }
}

/** Pixels of a sign. */
const signWidth = (sign: KeySign): number => ('line' in sign ? 26 : 'ramp' in sign ? 120 : 12)

function drawSign(paper: Paper, sign: KeySign, x: number, y: number): SvgNode[] {
  if ('line' in sign) {
    const { colour, dash } = sign.line
    return [
      element('line', {
        x1: x,
        x2: x + 26,
        y1: y,
        y2: y,
        stroke: colour,
        'stroke-width': 2.25,
        'stroke-dasharray': dash.join(' ') || undefined,
      }),
    ]
  }
  if ('ramp' in sign) {
    const each = 120 / sign.ramp.length
    return [
      ...sign.ramp.map((fill, at) =>
        // A little wider than its share, lest paper shows between two.
        element('rect', { x: x + at * each, y: y - 5, width: each + 0.5, height: 10, fill }),
      ),
      element('rect', {
        x,
        y: y - 5,
        width: 120,
        height: 10,
        fill: 'none',
        stroke: paper.inks.hairline,
      }),
    ]
  }
  if ('field' in sign) {
    return [
      element('rect', {
        x: x + 0.5,
        y: y - 5.5,
        width: 11,
        height: 11,
        fill: sign.field,
        'fill-opacity': sign.opacity,
        stroke: paper.inks.hairline,
      }),
    ]
  }
  if ('dot' in sign) {
    return [
      element('circle', {
        cx: x + 6,
        cy: y,
        r: sign.hollow ? 3.5 : 4,
        fill: sign.hollow ? 'none' : sign.dot,
        stroke: sign.hollow ? sign.dot : undefined,
        'stroke-width': sign.hollow ? 1.5 : undefined,
      }),
    ]
  }
  return [
    textAt(x + 6, y, sign.sign, { fill: sign.colour, size: 12, anchor: 'middle', at: 'middle' }),
  ]
}

/** Sets the key in rows, as many entries to a row as there is room for. */
function drawKey(
  paper: Paper,
  key: readonly KeyEntry[],
  width: number,
): { readonly nodes: SvgNode[]; readonly height: number } {
  const nodes: SvgNode[] = []
  const { ink, second } = paper.inks
  let x = margin
  let row = 0
  for (const { sign, text } of key) {
    const ends = 'ramp' in sign ? [sign.from, sign.to] : ['', '']
    const face: Face = { mono: true, size: 11 }
    const [before = 0, behind = 0] = ends.map((end) => (end ? paper.measure(end, face) + 6 : 0))
    const long = signWidth(sign) + before + behind + 6
    const room = long + paper.measure(text, keyFace)
    if (x > margin && x + room > margin + width) {
      x = margin
      row++
    }
    const y = row * 20 + 9
    const [from = '', to = ''] = ends
    if (from) nodes.push(textAt(x, y, from, { ...face, fill: second, at: 'middle' }))
    nodes.push(...drawSign(paper, sign, x + before, y))
    if (to) {
      const at = x + before + signWidth(sign) + 6
      nodes.push(textAt(at, y, to, { ...face, fill: second, at: 'middle' }))
    }
    // One that is longer than a row is set in several.
    const lines = wrapped(text, width - long, (part) => paper.measure(part, keyFace))
    lines.forEach((line, at) => {
      nodes.push(textAt(x + long, y + at * 17, line, { ...keyFace, fill: ink, at: 'middle' }))
    })
    x += room + 18
    if (lines.length > 1) {
      row += lines.length - 1
      x = margin + width
    }
  }
  return { nodes, height: key.length === 0 ? 0 : (row + 1) * 20 }
}

export interface ComposeOptions {
  /** Whether title, settings and the program's own line are there. */
  readonly caption: boolean
  /** Program, version and date. */
  readonly signature: string
}

/** Puts a chart's title above it, and its key and settings below, with room for every word. */
export function compose(
  { title, settings }: Pick<ExportedChart, 'title' | 'settings'>,
  figure: Figure,
  paper: Paper,
  { caption, signature }: ComposeOptions,
): Picture {
  const width = Math.max(narrowest, Math.ceil(figure.width + 2 * margin))
  const inner = width - 2 * margin
  const nodes: SvgNode[] = []
  let y = margin
  const place = (part: { readonly nodes: readonly SvgNode[]; readonly height: number }): void => {
    if (part.height === 0) return
    nodes.push(moved(0, y, part.nodes))
    y += part.height
  }
  if (caption) {
    place(block(paper, [title], titleFace, paper.inks.ink, inner))
    y += 8
  }
  nodes.push(moved(margin, y, figure.body))
  y += figure.height + 8
  place(drawKey(paper, figure.key, inner))
  if (caption) {
    y += 10
    nodes.push(
      element('line', {
        x1: margin,
        x2: width - margin,
        y1: y + 0.5,
        y2: y + 0.5,
        stroke: paper.inks.hairline,
      }),
    )
    y += 8
    place(block(paper, settings, settingFace, paper.inks.second, inner))
    place(block(paper, [signature], settingFace, paper.inks.second, inner))
  }
  const height = Math.ceil(y + margin - 6)
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      'xmlns:xlink': 'http://www.w3.org/1999/xlink',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'font-family': families.sans,
    },
    [
      element('title', {}, [title]),
      element('desc', {}, [[...settings, signature].join('\n')]),
      element('rect', { width, height, fill: paper.inks.panel }),
      ...nodes,
    ],
  )
  return { width, height, svg }
}
