import { expect, test } from 'vitest'
import { element, escaped, numeral, SvgBrush } from '#renderer/export/svg-brush.ts'
import { families } from '#shared/charts/theme.ts'

const drawn = (draw: (brush: SvgBrush) => void): string => {
  const brush = new SvgBrush({ measure: (text) => text.length, address: () => 'data:image/png,' })
  draw(brush)
  return brush.source
}

test('a path that is filled and stroked is one element, in colours that every reader knows', () => {
  const source = drawn((brush) =>
    brush.polyline(
      [
        [1, 2],
        [3, 4],
      ],
      { fill: '#aabbcc', stroke: 'rgb(52 78 98 / 34%)', width: 0.5, join: 'miter' },
      true,
    ),
  )
  expect(source).toBe(
    '<path d="M1 2L3 4Z" fill="#aabbcc" stroke="#344e62" stroke-opacity="0.34" stroke-width="0.5"/>',
  )
})

test('a path with two paints is a halo and a line, with the dash of each', () => {
  const source = drawn((brush) =>
    brush.path(
      (pen) => {
        pen.moveTo(0, 0)
        pen.lineTo(5, 0)
      },
      { stroke: '#ffffff', width: 4 },
      { stroke: '#000000', width: 2, dash: [3, 1.5], opacity: 0.8, cap: 'round' },
    ),
  )
  expect(source).toBe(
    '<path d="M0 0L5 0" fill="none" stroke="#ffffff" stroke-width="4" stroke-linejoin="round"/>' +
      '<path d="M0 0L5 0" fill="none" stroke="#000000" stroke-width="2" stroke-dasharray="3 1.5" stroke-linejoin="round" stroke-linecap="round" opacity="0.8"/>',
  )
})

test('a single place draws nothing', () => {
  expect(drawn((brush) => brush.polyline([[1, 1]], { stroke: '#000000' }))).toBe('')
})

test('text stands on its baseline, names its face, and keeps its pieces together', () => {
  const source = drawn((brush) => {
    // 6 down to the middle, and 36 % of 10 from there to the baseline: 9.6.
    const style = {
      size: 10,
      fill: '#112233',
      anchor: 'end',
      at: 'middle',
      halo: '#ffffff',
    } as const
    brush.text(5, 6, '−g', style)
    brush.text(
      1,
      2,
      [
        ['a ', {}],
        ['<b>', { mono: true, fill: '#445566' }],
      ],
      { fill: '#112233' },
    )
  })
  expect(source).toBe(
    `<text x="5" y="9.6" fill="#112233" font-family="${families.sans}" font-size="10" font-weight="420" text-anchor="end" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke">−g</text>` +
      `<text x="1" y="2" fill="#112233" font-family="${families.sans}" font-size="12" font-weight="420" xml:space="preserve">` +
      `<tspan font-family="${families.sans}" font-size="12" font-weight="420" fill="#112233">a </tspan>` +
      `<tspan font-family="${families.mono}" font-size="12" font-weight="420" fill="#445566">&lt;b&gt;</tspan></text>`,
  )
})

test('what is moved and clipped is so, and each clip has a name of its own', () => {
  const source = drawn((brush) => {
    const box = { x: 0, y: 0, width: 2, height: 3 }
    brush.move(1, -0.001, () => brush.clip(box, () => brush.rect(box, { fill: '#000000' })))
    brush.clip(box, () =>
      brush.image({ data: new Uint8ClampedArray(4), width: 1, height: 1 }, box, false),
    )
    brush.move(5, 5, () => undefined)
  })
  expect(source).toBe(
    '<g transform="translate(1 0)"><clipPath id="clip0"><rect x="0" y="0" width="2" height="3"/></clipPath>' +
      '<g clip-path="url(#clip0)"><rect x="0" y="0" width="2" height="3" fill="#000000"/></g></g>' +
      '<clipPath id="clip1"><rect x="0" y="0" width="2" height="3"/></clipPath>' +
      '<g clip-path="url(#clip1)"><image x="0" y="0" width="2" height="3" preserveAspectRatio="none" image-rendering="pixelated" xlink:href="data:image/png,"/></g>',
  )
})

test('elements are written as XML, with what XML needs escaped', () => {
  expect(element('g', { x: 1.23456, y: undefined, 'data-name': '"a" & <b>' })).toBe(
    '<g x="1.23" data-name="&quot;a&quot; &amp; &lt;b&gt;"/>',
  )
  // Signs that no XML may hold are left out; tabs, line ends and all scripts stay.
  expect(escaped('a\u0000b\u001fc\tд\n名\ud800𝜂')).toBe('abc\tд\n名𝜂')
})

test('numbers have two decimals at most, and none that is not a number', () => {
  const numbers = [0.005, -0.004, 12, 1e-9, 1234.567, NaN, Infinity]
  expect(numbers.map(numeral)).toEqual(['0.01', '0', '12', '0', '1234.57', '0', '0'])
})
