import { describe, expect, it } from 'vitest'
import { bandOutline, curvesOption, type CurvesDress } from '#shared/charts/curves.ts'
import { frameOf, type Band, type Curve } from '#shared/charts/frame.ts'
import { lineStyle, type LineStyle } from '#shared/charts/palette.ts'
import { epochScale } from '#shared/charts/scale.ts'
import { inks } from '#shared/charts/theme.ts'

const look = (id: string): LineStyle => lineStyle(id, 'light')

const curves: Curve[] = [
  { id: 'sgd', name: 'SGD', look: look('sgd'), selected: false, x: [48, 96], y: [1.09, 1.08] },
  { id: 'adam', name: 'Adam', look: look('adam'), selected: true, x: [48, 96], y: [1, NaN] },
]
const bands: Band[] = [
  {
    id: 'sgd',
    look: look('sgd'),
    selected: false,
    x: [48, 96],
    low: [1.085, 1.075],
    high: [1.095, 1.085],
  },
]

const dress: CurvesDress = {
  inks: inks.light,
  scale: 1,
  yName: 'loss (nats)',
  xName: 'samples',
  yText: (value) => value.toFixed(2),
  xText: String,
  xNote: (samples) => `epoch ${samples / 120}`,
}

const frame = (logarithmic = false) =>
  frameOf({
    width: 800,
    height: 400,
    scale: 1,
    curves,
    bands,
    horizontal: (parts) => epochScale(480, 120, parts),
    logarithmic,
    label: (_, last) => last.toFixed(4),
  })

interface Shape {
  type: string
  shape: { points: [number, number][] }
  style: { text?: string; stroke: string; lineWidth: number; lineDash: unknown; opacity: number }
}

interface Series {
  id: string
  data: unknown[]
  renderItem: (item: { dataIndex: number }) => { children: Shape[] }
}

const seriesOf = (shown: readonly Curve[] = curves, logarithmic = false): Series[] =>
  curvesOption(frame(logarithmic), shown, bands, dress).series as Series[]

/** The lines of the curves in the order they are drawn. */
const linesOf = (shown: readonly Curve[] = curves, logarithmic = false): Shape[][] => {
  const layer = seriesOf(shown, logarithmic)[1]!
  return layer.data.map((_, dataIndex) =>
    layer.renderItem({ dataIndex }).children.filter(({ type }) => type === 'polyline'),
  )
}

describe('curvesOption', () => {
  it('draws bands, then curves, then labels, without animation', () => {
    const option = curvesOption(frame(), curves, bands, dress)
    expect(option.animation).toBe(false)
    expect(seriesOf().map(({ id }) => id)).toEqual(['bands', 'curves', 'labels', 'key'])
  })

  it('gives every point to the line, and a gap for what is not finite', () => {
    const [sgd, adam] = linesOf()
    const { toX, toY } = frame()
    expect(sgd?.map(({ shape }) => shape.points)).toEqual([
      [
        [toX(48), toY(1.09)],
        [toX(96), toY(1.08)],
      ],
    ])
    expect(adam?.map(({ shape }) => shape.points)).toEqual([[[toX(48), toY(1)]]])
    const broken = { ...curves[0]!, x: [24, 48, 72, 96], y: [1, NaN, 1, 1] }
    expect(linesOf([broken])[0]?.map(({ shape }) => shape.points.length)).toEqual([1, 2])
  })

  it('gives logarithms to a linear axis, and words its ticks as values', () => {
    const [sgd] = linesOf(curves, true)
    const { toX, toY } = frame(true)
    expect(sgd?.[0]?.shape.points[1]).toEqual([toX(96), toY(1.08)])
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
    const [first, last] = linesOf([curves[1]!, curves[0]!])
    expect(last![0]!.style.lineWidth).toBeGreaterThan(first![0]!.style.lineWidth)
    expect(first![0]!.style.stroke).toBe(look('sgd').colour)
    expect(first![0]!.style.lineDash).toBeNull()
    expect(last![0]!.style.lineDash).toEqual(look('adam').dash)
  })

  it('lets faint curves stand back, whichever is selected', () => {
    const faint = { ...curves[1]!, id: 'raw', faint: true }
    const [back, sgd] = linesOf([curves[0]!, { ...faint, selected: false }])
    expect(back![0]!.style.opacity).toBeLessThan(0.5)
    expect(sgd![0]!.style.opacity).toBe(1)
  })

  it('labels the ends with name and last finite value', () => {
    const labels = seriesOf()[2]!
    const texts = labels.data.map((_, dataIndex) =>
      labels.renderItem({ dataIndex }).children.flatMap(({ style }) => style.text ?? []),
    )
    expect(texts).toEqual([
      ['SGD', '1.0800'],
      ['Adam', '1.0000'],
    ])
  })

  it('leads to labels by hairlines that are of no curve', () => {
    const labels = seriesOf()[2]!
    for (const [dataIndex, { look }] of curves.entries()) {
      const { style } = labels
        .renderItem({ dataIndex })
        .children.find(({ type }) => type === 'polyline')!
      expect(style.stroke).not.toBe(look.colour)
      expect(style.lineDash).toBeUndefined()
      expect(style.lineWidth).toBeLessThan(1)
    }
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
