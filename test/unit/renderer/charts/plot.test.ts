import { expect, test } from 'vitest'
import { paintPlot, upRoom, type PlotAxes } from '#renderer/charts/plot.ts'
import { SvgBrush } from '#renderer/export/svg-brush.ts'
import { paperOf } from '#shared/charts/theme.ts'

const axes: PlotAxes = {
  across: [{ at: 20, text: '0.5' }],
  up: [{ at: 10, text: '1000' }],
  acrossName: 'a name much longer than its axis',
  upName: 'up',
}
const newBrush = (): SvgBrush =>
  new SvgBrush({ measure: (text, { size = 12 } = {}) => [...text].length * size * 0.5 })

test('a plot has room for its numbers and names, and shortens a name that is longer than its axis', () => {
  const brush = newBrush()
  const size = paintPlot(brush, paperOf('light'), { width: 60, height: 40 }, axes, () => undefined)
  // Four digits of 5.5, and 32 for marks and the turned name.
  expect(size).toEqual({ left: 54, width: 54 + 60 + 16, height: 8 + 40 + 42 })
  expect(brush.source).toContain('>0.5</text>')
  expect(brush.source).toContain('>1000</text>')
  expect(brush.source).toContain('>a name mu…</text>')
})

test('all of it grows with the type', () => {
  expect(upRoom(newBrush(), axes, 2)).toBe(2 * upRoom(newBrush(), axes))
})
