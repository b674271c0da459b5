import { expect, test } from 'vitest'
import {
  allCounts,
  gridBoxes,
  paintBasinGrid,
  type BasinCell,
} from '#renderer/charts/surface/basin-grid.ts'
import type { BasinMap } from '#renderer/charts/surface/basin-paint.ts'
import { SvgBrush } from '#renderer/export/svg-brush.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { paperOf } from '#shared/charts/theme.ts'

test('maps are as large as there is room for, in true shape, apart and inside', () => {
  for (const count of [1, 2, 3, 5, 6, 9, 12]) {
    for (const [width, height, share] of [
      [800, 500, 1],
      [370, 600, 1.4],
      [1200, 300, 0.6],
    ] as const) {
      const boxes = gridBoxes(count, width, height, share)
      expect(boxes).toHaveLength(count)
      boxes.forEach((a, at) => {
        expect(a.width / a.height).toBeCloseTo(share, 9)
        expect(a.x + a.width).toBeLessThanOrEqual(width + 1e-9)
        expect(a.y + a.height).toBeLessThanOrEqual(height + 1e-9)
        expect(a.y).toBeGreaterThanOrEqual(22)
        for (const b of boxes.slice(at + 1)) {
          // 22 pixels above each are its name's.
          const beside = a.x + a.width <= b.x || b.x + b.width <= a.x
          expect(beside || a.y + a.height <= b.y - 22).toBe(true)
        }
      })
    }
  }
})

test('two squares in a wide room stand beside one another: (800 − 12) / 2 = 394 across', () => {
  expect(gridBoxes(2, 800, 500, 1)).toEqual([
    { x: 0, y: 22, width: 394, height: 394 },
    { x: 406, y: 22, width: 394, height: 394 },
  ])
})

const map: BasinMap = {
  ...{ width: 2, height: 1, budget: 10 },
  minimum: Uint8Array.of(0, 0),
  steps: Uint16Array.of(1, 2),
  done: Uint8Array.of(1),
}
const cell = (id: string, more: Partial<BasinCell> = {}): BasinCell => ({
  ...{ id, name: id, look: lineStyle(id, 'light'), map, said: '100 %', selected: false },
  ...more,
})

test('starts of all maps are counted together', () => {
  expect([...allCounts([cell('adam'), cell('sgd'), cell('later', { map: undefined })])]).toEqual([
    [0, 4],
  ])
})

test('each map has its name and share; one whose turn has not come has its place', () => {
  const brush = new SvgBrush({ measure: (text) => 6 * text.length, address: () => 'data:,' })
  const grid = {
    cells: [cell('adam'), cell('sgd', { map: undefined, said: '–' })],
    domain: { x: [0, 1], y: [0, 1] },
    minima: [{ x: 0.5, y: 0.5 }],
    start: { x: 0.2, y: 0.2 },
    colour: 'minimum',
  } as const
  paintBasinGrid(brush, paperOf('light'), grid, gridBoxes(2, 600, 300, 1))
  expect(brush.source).toContain('>adam<')
  expect(brush.source).toContain('>100 %<')
  expect(brush.source).toContain('>sgd<')
  expect(brush.source.match(/<image/g)).toHaveLength(1)
})
