import { describe, expect, it } from 'vitest'
import { contrast, parseHex, toOklch } from '#shared/charts/colour.ts'
import {
  basinCounts,
  basinPixels,
  minimumColour,
  oddColour,
  oddKinds,
  type BasinMap,
} from '#renderer/charts/surface/basin-paint.ts'
import { rankedStyle } from '#shared/charts/ranked-style.ts'
import { valueCurves } from '#renderer/charts/surface/values.ts'
import type { Pixels } from '#renderer/charts/brush.ts'
import { frameOf } from '#shared/charts/frame.ts'
import type { AxisScale } from '#shared/charts/scale.ts'
import { inks, themes } from '#shared/charts/theme.ts'
import { lost, nowhere, off } from '#shared/surfaces/basin.ts'
import { optimizers } from '#shared/optimizers/index.ts'

describe('a lane’s line', () => {
  it.each(themes)(
    'keeps a contrast of 3 with the %s paper, whichever of its kind it is',
    (theme) => {
      for (const { id } of optimizers) {
        for (let rank = 0; rank < 5; rank++) {
          const { colour } = rankedStyle(id, rank, theme)
          expect(contrast(parseHex(colour), parseHex(inks[theme].panel))).toBeGreaterThanOrEqual(3)
        }
      }
    },
  )

  it('differs from that of every other lane of the same optimizer', () => {
    const looks = Array.from({ length: 5 }, (_, rank) =>
      JSON.stringify(rankedStyle('adam', rank, 'light')),
    )
    expect(new Set(looks).size).toBe(5)
  })

  it('keeps its hue, and is clearly lighter or darker than the others', () => {
    for (const theme of themes) {
      for (const id of ['sgd', 'momentum', 'nesterov', 'adagrad', 'adam']) {
        const tones = [0, 1, 2, 3].map((rank) =>
          toOklch(parseHex(rankedStyle(id, rank, theme).colour)),
        )
        const [own] = tones
        tones.forEach(([lightness, , hue], at) => {
          expect(Math.cos(hue - own![2]), `${id} ${at}`).toBeGreaterThan(0.99)
          for (const [other] of tones.slice(at + 1)) {
            expect(Math.abs(lightness - other), `${id} ${theme}`).toBeGreaterThan(0.06)
          }
        })
      }
    }
  })
})

describe('a basin map', () => {
  // Two columns, four rows; the third is not computed yet.
  const map: BasinMap = {
    width: 2,
    height: 4,
    budget: 100,
    minimum: Uint8Array.of(0, 1, nowhere, lost, 0, 0, 1, 1),
    steps: Uint16Array.of(3, 50, 100, 100, 0, 0, 100, 0),
    done: Uint8Array.of(1, 1, 0, 1),
  }
  const pixel = ({ data }: Pixels, at: number): number[] => [...data.slice(at * 4, at * 4 + 4)]
  const opaque = (colour: readonly number[]): number[] => [
    ...Uint8ClampedArray.from([...colour, 255]),
  ]

  it('paints each start by where it ends', () => {
    const pixels = basinPixels(map, 'minimum', 'light')
    expect(pixel(pixels, 0)).toEqual(opaque(minimumColour(0, 'light')))
    expect(pixel(pixels, 1)).toEqual(opaque(minimumColour(1, 'light')))
    expect(pixel(pixels, 2)).toEqual(opaque(oddColour('nowhere', 'light')))
    expect(pixel(pixels, 3)).toEqual(opaque(oddColour('lost', 'light')))
    // The row that is missing repeats the one above.
    expect(pixel(pixels, 4)).toEqual(pixel(pixels, 2))
  })

  it('paints starts that end nowhere alike also by steps', () => {
    const pixels = basinPixels(map, 'steps', 'dark')
    expect(pixel(pixels, 2)).toEqual(opaque(oddColour('nowhere', 'dark')))
    expect(pixel(pixels, 0)).not.toEqual(pixel(pixels, 1))
  })

  it('tells a start that leaves the surface from one that leaves the numbers', () => {
    const pixels = basinPixels({ ...map, minimum: map.minimum.with(2, off) }, 'steps', 'light')
    expect(pixel(pixels, 2)).toEqual(opaque(oddColour('off', 'light')))
    const odd = oddKinds.map((kind) => oddColour(kind, 'light').join())
    expect(new Set(odd).size).toBe(3)
  })

  it('counts only what is computed', () => {
    expect(basinCounts(map)).toEqual(
      new Map([
        [0, 1],
        [1, 3],
        [nowhere, 1],
        [lost, 1],
      ]),
    )
  })
})

describe('the chart of values', () => {
  it('does not let a lane that leaves upwards flatten the others', () => {
    const style = { colour: '#000000', dash: [] }
    const line = (id: string, values: readonly number[]) => ({
      id,
      name: id,
      values: Float64Array.from(values),
      style,
      selected: false,
    })
    const lines = [line('good', [10, 5, 1]), line('lost', [10, 1e9, 1e30])]
    const axisOf = (some: typeof lines, logarithmic: boolean, lowest = -Infinity): AxisScale => {
      const input = { lines: some, steps: 2, floor: 0, lowest, logarithmic }
      return frameOf({ ...valueCurves(input), width: 600, height: 200, scale: 1 }).y
    }
    expect(axisOf(lines, false).max).toBeLessThanOrEqual(15)
    expect(axisOf(lines, true).max).toBeLessThanOrEqual(1000)
    // Nor one that falls for ever.
    const falling = [line('good', [10, 5, 1]), line('fallen', [10, -1e9, -1e30])]
    expect(axisOf(falling, false, -6).min).toBeGreaterThanOrEqual(-10)
  })
})
