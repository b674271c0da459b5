import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endRoom } from '#shared/charts/ends.ts'
import { frameOf, type Curve, type Frame } from '#shared/charts/frame.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { spanScale } from '#shared/charts/scale.ts'
import { shortened, textWidth } from '#shared/charts/text-width.ts'
import { cases } from '#test/support/thorough.ts'

const named = (id: string, name: string, ends: number, selected = false): Curve => ({
  id,
  name,
  look: lineStyle('adam', 'light'),
  x: [0, 100],
  y: [1, ends],
  selected,
})

const framed = (curves: readonly Curve[], width: number, height: number, scale = 1): Frame =>
  frameOf({
    ...{ width, height, scale, curves },
    bands: [],
    horizontal: (parts) => spanScale(100, parts, true),
    logarithmic: false,
    footRoom: 32,
    label: (_, last) => last.toPrecision(4),
  })

const apart = (frame: Frame): void => {
  const boxes = [...frame.labels, ...frame.key].map(({ box }) => box)
  boxes.forEach((a, index) => {
    expect(a.x + a.width).toBeLessThanOrEqual(frame.width)
    expect(a.y + a.height).toBeLessThanOrEqual(frame.height + 1e-9)
    for (const b of boxes.slice(index + 1)) {
      const beside = a.x + a.width <= b.x + 1e-9 || b.x + b.width <= a.x + 1e-9
      expect(beside || a.y + a.height <= b.y + 1e-9 || b.y + b.height <= a.y + 1e-9).toBe(true)
    }
  })
}

describe('end labels', () => {
  it('sets a value after its name, whatever the name ends in', () => {
    const { labels } = framed([named('a', 'Momentum clip by value 0.1', 0.8372)], 800, 400)
    const [label] = labels
    const name = textWidth('Momentum clip by value 0.1', { size: 12, bold: true })
    expect(label!.valueAt - label!.nameAt).toBeGreaterThan(name + 8)
  })

  it('makes as much room as the widest label needs, in whole tens of pixels', () => {
    const short = endRoom([{ name: 'SGD', value: '0.1234' }], 1)
    const long = endRoom([{ name: 'Momentum step γ 0.3 k 1500', value: '0.1234' }], 1)
    expect(long).toBeGreaterThan(short + 100)
    expect(long % 10).toBe(0)
    // A digit more in a live value moves nothing.
    expect(endRoom([{ name: 'SGD', value: '0.12345' }], 1)).toBe(short)
  })

  it('shortens a long name in its midst, since names differ at their ends', () => {
    const text = shortened('Momentum step γ 0.3 k 1500', 100, { size: 12 })
    expect(text).toMatch(/^M.*…\.3 k 1500$/)
    expect(textWidth(text, { size: 12 })).toBeLessThanOrEqual(100)
  })

  it('has a key below for the names that find no room', () => {
    const curves = Array.from({ length: 12 }, (_, at) => named(`${at}`, `Lane ${at}`, at, at === 5))
    const frame = framed(curves, 600, 180)
    expect(frame.labels.length).toBeLessThan(12)
    expect(frame.labels.length + frame.key.length).toBe(12)
    // The one looked at, the highest and the lowest are named where they end.
    expect(frame.labels.map(({ id }) => id)).toEqual(expect.arrayContaining(['0', '5', '11']))
    apart(frame)
  })

  it('never lets names cover one another or leave the picture, in any size', () => {
    const curve = fc.record({
      name: fc.stringMatching(/^[A-Za-zγλ学习率0-9 .]{1,40}$/),
      ends: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.array(curve, { maxLength: 20 }),
        fc.integer({ min: 240, max: 1600 }),
        fc.integer({ min: 110, max: 900 }),
        fc.constantFrom(1, 1.4),
        (lanes, width, height, scale) => {
          const curves = lanes.map(({ name, ends }, at) => named(`${at}`, name, ends, at === 0))
          apart(framed(curves, width, height, scale))
        },
      ),
      { numRuns: cases(200, 5000) },
    )
  })
})
