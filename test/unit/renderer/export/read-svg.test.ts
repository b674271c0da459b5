import { expect, test } from 'vitest'
import { readChart } from '../../../../src/renderer/export/read-svg.ts'
import { writeSvg } from '../../../../src/renderer/export/svg.ts'

const read = (inside: string): string =>
  readChart(`<svg width="9" height="9" xmlns="http://www.w3.org/2000/svg">\n${inside}\n</svg>`)
    .map(writeSvg)
    .join('')

test('what cannot be seen, and what is for a page, is left out', () => {
  const source = `
<path d="M0 0l1 0" fill="none" pointer-events="visible" class="zr0-cls-0"></path>
<path d="M0 0l2 0" fill="none" stroke="#333" ecmeta_series_index="1" class="zr0-cls-0"></path>
<style ><![CDATA[ .zr0-cls-0:hover { pointer-events:none; } ]]></style>`
  expect(read(source)).toBe('<path d="M0 0l2 0" fill="none" stroke="#333"/>')
})

test('text stands on its baseline and names its face', () => {
  // 7 down to the middle, and 36 % of 11 from there to the baseline: 10.96.
  const source = `<text dominant-baseline="central" text-anchor="middle" style="font: normal normal 11px 'Mono', monospace" y="7" transform="translate(3 4)" fill="#555">a &lt; b</text>`
  expect(read(source)).toBe(
    '<text text-anchor="middle" transform="translate(3 4)" fill="#555" x="0" y="10.96" font-family="\'Mono\', monospace" font-size="11" font-weight="420">a &lt; b</text>',
  )
})

test('the parts of one label are one text, whatever face it will be shown in', () => {
  const part = (x: number, size: number, text: string): string =>
    `<text dominant-baseline="central" text-anchor="start" style="font-size:${size}px;font-family:Sans;" xml:space="preserve" x="${x}" transform="translate(1 2)" fill="#000">${text}</text>`
  const whole = read(part(0, 12, 'Adam') + part(30, 12, ' ') + part(34, 11.5, '0.20'))
  expect(whole.match(/<text /g)).toHaveLength(1)
  expect(whole.match(/<tspan [^>]*>([^<]*)/g)?.map((each) => each.split('>')[1])).toEqual([
    'Adam',
    ' ',
    '0.20',
  ])
  expect(whole).toContain('xml:space="preserve"')
})

test('clips are kept with what they cut', () => {
  const source =
    '<g clip-path="url(#zr0-c0)">\n<circle cx="1" cy="2" r="3" fill="#123"></circle>\n</g>\n<defs >\n<clipPath id="zr0-c0">\n<path d="M0 0" fill="#000"></path>\n</clipPath>\n</defs>'
  expect(read(source)).toBe(
    '<g clip-path="url(#zr0-c0)"><circle cx="1" cy="2" r="3" fill="#123"/></g><defs><clipPath id="zr0-c0"><path d="M0 0" fill="#000"/></clipPath></defs>',
  )
})
