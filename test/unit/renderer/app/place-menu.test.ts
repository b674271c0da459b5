/** @vitest-environment happy-dom */
import { afterEach, expect, it } from 'vitest'
import { placeOf } from '#renderer/app/place-menu.ts'

afterEach(() => document.body.replaceChildren())

function page(html: string): void {
  document.body.innerHTML = `<main>${html}</main>`
}
const at = (selector: string, marked = ''): ReturnType<typeof placeOf> =>
  placeOf(document.querySelector(selector)!, marked)

it('offers a number of a table as programs read it, and no words', () => {
  page('<table><tr><td id="n">−0.144</td><td id="w">setosa</td></tr></table><p id="p">12 rows</p>')
  expect(at('#n')).toEqual({ value: '-0.144' })
  expect(at('#w')).toBeUndefined()
  expect(at('#p')).toBeUndefined()
})

it('offers the part of a cell that was pressed', () => {
  page('<div role="cell"><span id="m">0.827</span><span id="i">0.81–0.84</span></div>')
  expect(at('#m')).toEqual({ value: '0.827' })
  expect(at('#i')).toEqual({ value: '0.81–0.84' })
})

it('leaves fields and marked text to the system', () => {
  page('<table><tr><td id="n">1</td><td><input id="f" class="mono" value="2" /></td></tr></table>')
  expect(at('#n', 'marked')).toBeUndefined()
  expect(at('#f')).toBeUndefined()
})

it('offers what the pointer reads off a chart, and its export', () => {
  page(
    `<section><button class="export-trigger"></button>
     <div class="curve-chart"><canvas id="c"></canvas>
     <div class="readings"><p>step 3</p><p><i></i><span>Adam</span><span>−1.5</span></p></div></div></section>
     <canvas id="alone"></canvas>`,
  )
  expect(at('#c')).toEqual({
    readings: 'step 3\nAdam\t-1.5',
    exporting: document.querySelector('.export-trigger'),
  })
  expect(at('#alone')).toBeUndefined()
})

it('knows the run of a row', () => {
  page('<div class="run-row" id="run-2026-a"><b id="b">Iris</b></div>')
  expect(at('#b')).toEqual({ run: '2026-a' })
})
