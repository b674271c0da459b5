import { expect, test } from 'vitest'
import { SvgBrush } from '../../../../src/renderer/export/brush.ts'
import { writeSvg } from '../../../../src/renderer/export/svg.ts'

const drawn = (draw: (brush: SvgBrush) => void): string[] => {
  const brush = new SvgBrush()
  draw(brush)
  return brush.nodes.map(writeSvg)
}

test('a path that is filled and stroked is one element, in its inks', () => {
  const nodes = drawn((brush) => {
    brush.fillStyle = '#aabbcc'
    brush.strokeStyle = 'rgb(52 78 98 / 34%)'
    brush.lineWidth = 0.5
    brush.beginPath()
    brush.moveTo(1, 2)
    brush.lineTo(3, 4)
    brush.closePath()
    brush.fill()
    brush.stroke()
  })
  expect(nodes).toEqual([
    '<path d="M1 2L3 4Z" fill="#aabbcc" stroke="#344e62" stroke-width="0.5" stroke-opacity="0.34"/>',
  ])
})

test('a path stroked twice is two lines, halo and line, with the dash of each', () => {
  const nodes = drawn((brush) => {
    brush.beginPath()
    brush.moveTo(0, 0)
    brush.lineTo(5, 0)
    brush.strokeStyle = '#ffffff'
    brush.lineWidth = 4
    brush.stroke()
    brush.setLineDash([3, 1.5])
    brush.strokeStyle = '#000000'
    brush.lineWidth = 2
    brush.stroke()
  })
  expect(nodes).toEqual([
    '<path d="M0 0L5 0" fill="none" stroke="#ffffff" stroke-width="4"/>',
    '<path d="M0 0L5 0" fill="none" stroke="#000000" stroke-width="2" stroke-dasharray="3 1.5"/>',
  ])
})

test('a circle alone is one; text with its halo is one text on its baseline', () => {
  const nodes = drawn((brush) => {
    brush.globalAlpha = 0.8
    brush.fillStyle = '#112233'
    brush.beginPath()
    brush.arc(10, 20, 3)
    brush.fill()
    brush.globalAlpha = 1
    brush.font = '10px sans-serif'
    brush.textAlign = 'right'
    brush.textBaseline = 'middle'
    brush.strokeStyle = '#ffffff'
    brush.lineWidth = 3
    brush.strokeText('−g', 5, 6)
    brush.fillText('−g', 5, 6)
  })
  expect(nodes).toEqual([
    '<circle cx="10" cy="20" r="3" fill="#112233" fill-opacity="0.8"/>',
    '<text x="5" y="9.6" font-family="sans-serif" font-size="10" text-anchor="end" fill="#112233" stroke="#ffffff" stroke-width="3" paint-order="stroke">−g</text>',
  ])
})

test('a place to begin at, and nothing behind it, draws nothing', () => {
  const nodes = drawn((brush) => {
    brush.beginPath()
    brush.moveTo(1, 1)
    brush.stroke()
  })
  expect(nodes).toEqual([])
})
