import { describe, expect, it } from 'vitest'
import { frameOf, type Curve, type FrameInput } from '#shared/charts/frame.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { epochScale, spanScale } from '#shared/charts/scale.ts'

const curve = (id: string, ...points: [number, number][]): Curve => ({
  id,
  name: id,
  look: lineStyle(id, 'light'),
  x: points.map(([x]) => x),
  y: points.map(([, y]) => y),
  selected: false,
})

const input = (change: Partial<FrameInput>): FrameInput => ({
  width: 800,
  height: 400,
  scale: 1,
  curves: [],
  bands: [],
  horizontal: (parts) => epochScale(480, 120, parts),
  logarithmic: false,
  labelRoom: 150,
  label: (_, last) => String(last),
  ...change,
})

describe('frameOf', () => {
  it('ticks whole epochs', () => {
    expect(frameOf(input({})).x.ticks).toEqual([0, 120, 240, 360, 480])
    // 544 pixels hold at most 9 ticks: 48 epochs go in steps of 10.
    expect(
      frameOf(input({ horizontal: (parts) => epochScale(48 * 120, 120, parts) })).x.ticks,
    ).toEqual([0, 1200, 2400, 3600, 4800])
  })

  it('covers curves and bands, and leaves out what is not finite', () => {
    const { y } = frameOf(
      input({
        curves: [curve('a', [48, 1.05], [96, NaN], [144, Infinity])],
        bands: [
          {
            id: 'b',
            look: lineStyle('b', 'light'),
            selected: false,
            x: [48],
            low: [0.81],
            high: [1.09],
          },
        ],
      }),
    )
    expect([y.min, y.max]).toEqual([0.8, 1.1])
  })

  it('maps data to pixels linearly', () => {
    const frame = frameOf(input({ curves: [curve('a', [48, 0], [480, 1])] }))
    expect(frame.toX(0)).toBe(frame.left)
    expect(frame.toX(480)).toBe(frame.right)
    expect(frame.toX(240)).toBe((frame.left + frame.right) / 2)
    expect(frame.toY(0)).toBe(frame.bottom)
    expect(frame.toY(1)).toBe(frame.top)
    expect(frame.toY(0.25)).toBeCloseTo(frame.bottom - (frame.bottom - frame.top) / 4, 10)
  })

  it('maps logarithms where asked, and zero nowhere', () => {
    const frame = frameOf(
      input({ logarithmic: true, curves: [curve('a', [48, 0.01], [480, 100], [96, 0])] }),
    )
    expect(frame.toY(0.01)).toBe(frame.bottom)
    expect(frame.toY(100)).toBe(frame.top)
    expect(frame.toY(1)).toBeCloseTo((frame.top + frame.bottom) / 2, 10)
    expect(frame.toY(0)).toBeNaN()
    expect(frame.toY(-1)).toBeNaN()
  })

  it('lets no curve flatten the others beyond the bounds', () => {
    const { y, labels, top } = frameOf(
      input({
        bounds: { max: 3 },
        curves: [curve('a', [48, 1]), curve('up', [48, 1], [96, 1e30])],
      }),
    )
    expect(y.max).toBeLessThan(2)
    // Its label stands where it left the plot.
    expect(labels[1]?.y).toBe(top)
  })

  it('gives no label to a faint curve, and others the room they ask for', () => {
    const { labels, right } = frameOf(
      input({ labelRoom: 200, curves: [{ ...curve('a', [48, 1]), faint: true }] }),
    )
    expect(labels).toEqual([])
    expect(right).toBe(600)
  })

  it('spans an axis to exactly its end', () => {
    // 594 pixels hold at most 9.3 parts of 64, and 17 in steps of 2 makes 8.5.
    const frame = frameOf(input({ horizontal: (parts) => spanScale(17, parts, true) }))
    expect([frame.x.min, frame.x.max]).toEqual([0, 17])
    expect(frame.x.ticks).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16])
    expect(spanScale(0.5, 5, false).ticks).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5])
    expect(spanScale(3, 8, true).ticks).toEqual([0, 1, 2, 3])
  })

  it('keeps a fixed extent', () => {
    const { y } = frameOf(input({ fixed: { min: 0, max: 1 }, curves: [curve('a', [48, 0.7])] }))
    expect([y.min, y.max]).toEqual([0, 1])
  })

  it('labels each curve at its last finite point, apart from its neighbours', () => {
    const { labels } = frameOf(
      input({
        curves: [
          curve('a', [48, 1.1], [480, 1.05]),
          curve('b', [48, 1.09], [480, 1.05]),
          curve('diverged', [48, 1], [96, NaN]),
          curve('empty'),
        ],
      }),
    )
    expect(labels.map(({ id, value }) => [id, value])).toEqual([
      ['a', '1.05'],
      ['b', '1.05'],
      ['diverged', '1'],
    ])
    expect(Math.abs(labels[0]!.place - labels[1]!.place)).toBeGreaterThanOrEqual(17)
  })

  it('grows its margins with the type', () => {
    const [small, large] = [frameOf(input({})), frameOf(input({ scale: 1.4 }))]
    expect(large.left).toBeCloseTo(small.left * 1.4, 10)
    expect(800 - large.right).toBeCloseTo((800 - small.right) * 1.4, 10)
  })
})
