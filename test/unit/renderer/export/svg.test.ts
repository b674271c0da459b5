import { expect, test } from 'vitest'
import { element, moved, numeral, writeSvg } from '../../../../src/renderer/export/svg.ts'

test('elements are written as XML, with what XML needs escaped', () => {
  const node = element('text', { x: 1.23456, y: undefined, 'data-name': '"a" & <b>' }, [
    'η < 0.5 & more',
  ])
  expect(writeSvg(node)).toBe(
    '<text x="1.23" data-name="&quot;a&quot; &amp; &lt;b&gt;">η &lt; 0.5 &amp; more</text>',
  )
  expect(writeSvg(moved(10, -0.001, [element('g')]))).toBe(
    '<g transform="translate(10 0)"><g/></g>',
  )
})

test('signs that no XML may hold are left out; tabs, line ends and all scripts stay', () => {
  const lone = '\ud800'
  expect(writeSvg(`a\u0000b\u001fc\tд\n名${lone}𝜂`)).toBe('abc\tд\n名𝜂')
})

test('numbers have two decimals at most, and none that is not a number', () => {
  expect([0.005, -0.004, 12, 1e-9, 1234.567].map(numeral)).toEqual([
    '0.01',
    '0',
    '12',
    '0',
    '1234.57',
  ])
  expect([NaN, Infinity].map(numeral)).toEqual(['0', '0'])
})
