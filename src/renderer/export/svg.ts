/** An element of a picture, as data. Text is a string among the children. */
export interface SvgElement {
  readonly tag: string
  readonly attributes: Readonly<Record<string, SvgValue>>
  readonly children: readonly SvgNode[]
}
export type SvgNode = SvgElement | string

/** What is undefined is left out. */
export type SvgValue = string | number | undefined

export function element(
  tag: string,
  attributes: Readonly<Record<string, SvgValue>> = {},
  children: readonly SvgNode[] = [],
): SvgElement {
  return { tag, attributes, children }
}

/** Moves what stands inside. */
export function moved(x: number, y: number, children: readonly SvgNode[]): SvgElement {
  return element('g', { transform: `translate(${numeral(x)} ${numeral(y)})` }, children)
}

/** Shows of what stands inside only what lies in the rectangle. @param id of this clip alone */
export function clipped(
  id: string,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  children: readonly SvgNode[],
): SvgElement {
  return element('g', {}, [
    element('clipPath', { id }, [element('rect', { ...box })]),
    element('g', { 'clip-path': `url(#${id})` }, children),
  ])
}

/** @returns a number as a picture needs it: hundredths of a pixel, and no more signs than that takes */
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

export function escaped(text: string): string {
  return text.replace(forbidden, '').replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
}

/** @returns the element as XML */
export function writeSvg(node: SvgNode): string {
  if (typeof node === 'string') return escaped(node)
  const { tag, attributes, children } = node
  const written = Object.entries(attributes)
    .map(([name, value]) => {
      if (value === undefined) return ''
      return ` ${name}="${typeof value === 'number' ? numeral(value) : escaped(value)}"`
    })
    .join('')
  if (children.length === 0) return `<${tag}${written}/>`
  return `<${tag}${written}>${children.map(writeSvg).join('')}</${tag}>`
}
