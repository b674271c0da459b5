import { toBaseline } from './paper.ts'
import { element, type SvgElement, type SvgNode, type SvgValue } from './svg.ts'

/** What the chart library adds for the page that it would be drawn in. */
const idle = /^(class|pointer-events|ecmeta_.*|xml:space|dominant-baseline)$/

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
}

const unescaped = (text: string): string =>
  text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)

/** A tag, a stretch of text, or what is passed over. */
const token =
  /<!\[CDATA\[[\s\S]*?\]\]>|<\/([\w:]+)\s*>|<([\w:]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|[^<]+/g

/**
 * Reads what the chart library writes: elements with quoted attributes, text, nothing else.
 *
 * @returns the children of its `svg`, plain: text stands on its baseline, and what was made of one
 *   label is one text again, so that it stays together in whatever face it is shown
 */
export function readChart(source: string): SvgNode[] {
  interface Open {
    tag: string
    attributes: Record<string, string>
    children: SvgNode[]
  }
  const root: Open = { tag: '', attributes: {}, children: [] }
  const open: Open[] = [root]
  for (const [whole, closing, tag, attributes = '', alone] of source.matchAll(token)) {
    const inside = open.at(-1) ?? root
    if (tag !== undefined) {
      const one: Open = { tag, attributes: read(attributes), children: [] }
      if (alone) inside.children.push(element(tag, one.attributes))
      else open.push(one)
    } else if (closing !== undefined) {
      const one = open.pop()
      const parent = open.at(-1)
      if (one && parent) parent.children.push(...plain(one))
    } else if (inside.tag === 'text' && !whole.startsWith('<!')) {
      inside.children.push(unescaped(whole))
    }
  }
  return joined(root.children)
}

function read(attributes: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name = '', value = ''] of attributes.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (!idle.test(name)) found[name] = unescaped(value)
  }
  return found
}

/** @returns the element as a picture keeps it; nothing of what cannot be seen */
function plain({
  tag,
  attributes,
  children,
}: {
  tag: string
  attributes: Record<string, string>
  children: SvgNode[]
}): SvgNode[] {
  if (tag === 'svg') return children
  if (tag === 'style') return []
  if (tag === 'text') return [textOf(attributes, children)]
  if (tag === 'g' || tag === 'defs' || tag === 'clipPath') {
    return [element(tag, attributes, joined(children))]
  }
  const seen = attributes.fill !== 'none' || attributes.stroke !== undefined
  return seen ? [element(tag, attributes, children)] : []
}

/** The parts of a font as CSS writes them: in one, or each by its name. */
function fontOf(style: string): { size: number; family: string; weight: string } {
  const short = /font:\s*((?:[\w-]+ )*?)([\d.]+)px ([^;]+)/.exec(style)
  const part = (name: string): string | undefined =>
    new RegExp(`font-${name}:\\s*([^;]+)`).exec(style)?.[1]
  const [, before = '', size = '12', family = 'sans-serif'] = short ?? []
  return {
    size: Number.parseFloat(part('size') ?? size),
    family: part('family') ?? family,
    weight: part('weight') ?? /\b(bold|\d{3})\b/.exec(before)?.[1] ?? '420',
  }
}

function textOf(attributes: Readonly<Record<string, string>>, children: SvgNode[]): SvgElement {
  const { style = '', x = '0', y = '0', ...rest } = attributes
  const { size, family, weight } = fontOf(style)
  return element(
    'text',
    {
      ...rest,
      x: Number(x),
      y: Number(y) + size * toBaseline,
      'font-family': family.trim(),
      'font-size': size,
      'font-weight': weight === '400' || weight === 'normal' ? '420' : weight,
      'text-anchor': rest['text-anchor'] === 'start' ? undefined : rest['text-anchor'],
    },
    children,
  )
}

const isText = (node: SvgNode | undefined): node is SvgElement =>
  typeof node === 'object' && node.tag === 'text'

/** Joins texts of one line: those with one place, that follow one another from left to right. */
function joined(nodes: readonly SvgNode[]): SvgNode[] {
  const result: SvgNode[] = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (isText(node) && isText(last) && isBehind(node, last)) {
      const parts = last.children.some((child) => typeof child === 'object')
        ? last.children
        : [partOf(last)]
      result[result.length - 1] = element('text', { ...last.attributes, 'xml:space': 'preserve' }, [
        ...parts,
        partOf(node),
      ])
    } else result.push(node)
  }
  return result
}

function isBehind(node: SvgElement, before: SvgElement): boolean {
  const { transform, x, 'text-anchor': anchor } = node.attributes
  return (
    transform !== undefined &&
    transform === before.attributes.transform &&
    anchor === undefined &&
    before.attributes['text-anchor'] === undefined &&
    Number(x) > Number(before.attributes.x) &&
    Math.abs(Number(node.attributes.y) - Number(before.attributes.y)) < 2
  )
}

function partOf({ attributes, children }: SvgElement): SvgElement {
  const kept = ['font-family', 'font-size', 'font-weight', 'fill'] as const
  const own: Record<string, SvgValue> = {}
  for (const name of kept) own[name] = attributes[name]
  return element('tspan', own, children)
}
