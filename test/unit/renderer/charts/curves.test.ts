import { describe, expect, it } from 'vitest'
import {
  bandOutline,
  curvesOption,
  type CurvesDress,
} from '../../../../src/renderer/charts/curves.ts'
import { frameOf, type Band, type Curve } from '../../../../src/renderer/charts/frame.ts'
import { lineStyle } from '../../../../src/renderer/charts/palette.ts'
import { inks } from '../../../../src/renderer/charts/theme.ts'

const curves: Curve[] = [
  {
    id: 'sgd',
    name: 'SGD',
    selected: false,
    points: [
      [48, 1.09],
      [96, 1.08],
    ],
  },
  {
    id: 'adam',
    name: 'Adam',
    selected: true,
    points: [
      [48, 1],
      [96, NaN],
    ],
  },
]
const bands: Band[] = [
  {
    id: 'sgd',
    selected: false,
    points: [
      [48, 1.085, 1.095],
      [96, 1.075, 1.085],
    ],
  },
]

const dress: CurvesDress = {
  inks: inks.light,
  scale: 1,
  style: (id) => lineStyle(id, 'light'),
  yName: 'loss (nats)',
  xName: 'samples',
  yText: (value) => value.toFixed(2),
  xText: String,
  epochText: (samples) => `epoch ${samples / 120}`,
}

const frame = (logarithmic = false) =>
  frameOf({
    width: 800,
    height: 400,
    scale: 1,
    curves,
    bands,
    samples: 480,
    epoch: 120,
    logarithmic,
    label: (_, last) => last.toFixed(4),
  })

interface Series {
  id: string
  type: string
  data: unknown[]
  z: number
  lineStyle: { color: string; width: number; type: unknown }
  renderItem: (item: { dataIndex: number }) => { children: { style: { text?: string } }[] }
}

const seriesOf = (logarithmic = false): Series[] =>
  curvesOption(frame(logarithmic), curves, bands, dress).series as Series[]

describe('curvesOption', () => {
  it('draws bands, then curves, then labels, without animation', () => {
    const option = curvesOption(frame(), curves, bands, dress)
    expect(option.animation).toBe(false)
    expect(seriesOf().map(({ id }) => id)).toEqual([
      'band sgd',
      'curve sgd',
      'curve adam',
      'labels',
    ])
  })

  it('gives every point to the line, and a gap for what is not finite', () => {
    const [, sgd, adam] = seriesOf()
    expect(sgd?.data).toEqual([
      [48, 1.09],
      [96, 1.08],
    ])
    expect(adam?.data).toEqual([
      [48, 1],
      [96, null],
    ])
  })

  it('gives logarithms to a linear axis, and words its ticks as values', () => {
    const [, sgd] = seriesOf(true)
    expect(sgd?.data).toEqual([
      [48, Math.log10(1.09)],
      [96, Math.log10(1.08)],
    ])
    const { yAxis } = curvesOption(frame(true), curves, bands, dress) as {
      yAxis: {
        type: string
        axisLabel: { customValues: number[]; formatter: (at: number) => string }
      }
    }
    expect(yAxis.type).toBe('value')
    expect(yAxis.axisLabel.customValues).toEqual(frame(true).y.ticks.map(Math.log10))
    expect(yAxis.axisLabel.formatter(Math.log10(1.05))).toBe('1.05')
  })

  it('draws the selected curve above the others and stronger, in its own ink and dash', () => {
    const [, sgd, adam] = seriesOf()
    expect(adam!.z).toBeGreaterThan(sgd!.z)
    expect(adam!.lineStyle.width).toBeGreaterThan(sgd!.lineStyle.width)
    expect(sgd!.lineStyle.color).toBe(lineStyle('sgd', 'light').colour)
    expect(sgd!.lineStyle.type).toBe('solid')
    expect(adam!.lineStyle.type).toEqual(lineStyle('adam', 'light').dash)
  })

  it('labels the ends with name and last finite value', () => {
    const labels = seriesOf()[3]!
    const texts = labels.data.map(
      (_, dataIndex) => labels.renderItem({ dataIndex }).children[1]?.style.text,
    )
    expect(texts).toEqual(['{name|SGD} {value|1.0800}', '{name|Adam} {value|1.0000}'])
  })

  it('outlines a band along its upper edge and back along its lower', () => {
    const shown = frame()
    expect(bandOutline(shown, bands[0]!)).toEqual([
      [shown.toX(48), shown.toY(1.095)],
      [shown.toX(96), shown.toY(1.085)],
      [shown.toX(96), shown.toY(1.075)],
      [shown.toX(48), shown.toY(1.085)],
    ])
  })
})
