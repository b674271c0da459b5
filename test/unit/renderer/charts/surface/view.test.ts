import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitView, fromPixel, panned, toX, toY, zoomed } from '#renderer/charts/surface/view.ts'

const square = { x: [-2, 2], y: [-1, 3] } as const

describe('the view of the plane', () => {
  it('keeps a unit as long across as up, and shows what there is room for', () => {
    // 4 × 4 in 800 × 400: 100 pixels a unit, so 8 units across around x = 0.
    const view = fitView(square, 800, 400)
    expect(view.domain).toEqual({ x: [-4, 4], y: [-1, 3] })
    expect(toX(view, 1) - toX(view, 0)).toBe(100)
    expect(toY(view, 0) - toY(view, 1)).toBe(100)
    expect(fitView(square, 400, 800).domain).toEqual({ x: [-2, 2], y: [-3, 5] })
  })

  it('stretches what is far too narrow', () => {
    const narrow = { x: [0, 1000], y: [0, 1] } as const
    expect(fitView(narrow, 800, 400).domain).toBe(narrow)
  })

  it('finds the point of a pixel, and the pixel of a point', () => {
    const view = fitView(square, 640, 480)
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 640, noNaN: true }),
        fc.double({ min: 0, max: 480, noNaN: true }),
        (left, top) => {
          const point = fromPixel(view, left, top)
          expect(toX(view, point.x)).toBeCloseTo(left, 6)
          expect(toY(view, point.y)).toBeCloseTo(top, 6)
        },
      ),
    )
  })

  it('zooms around a point that stays where it is', () => {
    const around = { x: 1, y: 1 }
    const near = zoomed(square, 2, around, square)
    // (1, 1) stands at three quarters of the width and half of the height.
    expect(near).toEqual({ x: [-0.5, 1.5], y: [0, 2] })
    expect(zoomed(near, 0.5, around, square)).toEqual(square)
  })

  it('stops zooming where numbers end, and where nobody would find back', () => {
    let shown: ReturnType<typeof zoomed> = square
    for (let turn = 0; turn < 200; turn++) shown = zoomed(shown, 3, { x: 1, y: 1 }, square)
    expect(shown.x[1] - shown.x[0]).toBeGreaterThan(1e-11)
    for (let turn = 0; turn < 200; turn++) shown = zoomed(shown, 1 / 3, { x: 1, y: 1 }, square)
    expect(shown.x[1] - shown.x[0]).toBeLessThan(4001)
  })

  it('moves with the hand', () => {
    const view = fitView(square, 400, 400)
    // 100 pixels to the right and 50 down, at 100 pixels a unit: what is shown lies to the left and above.
    expect(panned(view, 100, 50)).toEqual({ x: [-3, 1], y: [-0.5, 3.5] })
  })
})
