import { expect, test } from 'vitest'
import { frameOf, type Curve } from '#shared/charts/frame.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { spanScale } from '#shared/charts/scale.ts'
import { tagPlace } from '#shared/charts/tag-place.ts'

const look = lineStyle('adam', 'light')
const falling: Curve = {
  ...{ id: 'a', name: 'a', look, selected: false },
  x: [0, 20, 40, 60, 80, 100],
  y: [1, 0.5, 0.3, 0.2, 0.15, 0.1],
}
const frame = frameOf({
  ...{ width: 700, height: 400, scale: 1, curves: [falling], bands: [], logarithmic: false },
  fixed: { min: 0, max: 1 },
  horizontal: (parts) => spanScale(100, parts, true),
  label: () => '',
})
const size = { width: 70, height: 15 }

test('words on a line stand where no curve is', () => {
  // At 0.9 the curve is at the left edge: the words go further right.
  const y = frame.toY(0.9)
  const box = tagPlace(frame, [falling], y, size)
  expect(box.x).toBeGreaterThan(frame.toX(5))
  expect(box.y + box.height).toBeLessThanOrEqual(y)
})

test('they never leave the plot, whose upper edge the axis has its name above', () => {
  for (const value of [0, 0.5, 1]) {
    const box = tagPlace(frame, [falling], frame.toY(value), size)
    expect(box.y).toBeGreaterThanOrEqual(frame.top)
    expect(box.y + box.height).toBeLessThanOrEqual(frame.bottom)
    expect(box.x + box.width).toBeLessThanOrEqual(frame.right)
  }
})
