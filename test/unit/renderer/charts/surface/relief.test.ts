import { expect, test } from 'vitest'
import { eyeOf, firstCamera, reliefBox, turned } from '#renderer/charts/surface/projection.ts'
import { paintReliefTrajectories, type ReliefScene } from '#renderer/charts/surface/relief-paint.ts'
import { reliefHeight, reliefOf } from '#renderer/charts/surface/relief.ts'
import { SvgBrush } from '#renderer/export/svg-brush.ts'
import { findSurface } from '#shared/surfaces/index.ts'

const surface = findSurface('rosenbrock')!
const relief = reliefOf(surface, surface.domain)
const scene: ReliefScene = {
  ...{ relief, camera: firstCamera, theme: 'light', scale: 1, width: 600, height: 400 },
  text: String,
}

const brush = (): SvgBrush =>
  new SvgBrush({ measure: (text) => 6 * text.length, address: () => 'data:,' })

/** A trajectory through points of the domain, on the surface. */
function trajectoryOf(...points: readonly (readonly [number, number])[]) {
  return {
    points: Float64Array.from(points.flat()),
    values: Float64Array.from(points.map(([x, y]) => surface.value(x, y))),
    steps: points.length - 1,
  }
}

test('the height between grid points is that of the four around it', () => {
  const [, , corner] = relief.points[0]!
  expect(reliefHeight(relief, 0, 0)).toBe(corner)
  const [, , next] = relief.points[1]!
  const half = 0.5 / (Math.round(Math.sqrt(relief.points.length)) - 1)
  expect(reliefHeight(relief, half, 0)).toBeCloseTo((corner + next) / 2, 9)
})

test('the eye stands as far off as the projection has it', () => {
  const [x, y, z] = eyeOf(firstCamera)
  const { width, depth, height, distance } = reliefBox
  const away = Math.hypot((x - 0.5) * width, (y - 0.5) * depth, (z - 0.5) * height)
  expect(away).toBeCloseTo(distance, 9)
  expect(eyeOf({ alpha: 90, beta: 0 })[2]).toBeCloseTo(0.5 + distance / height, 9)
})

test('a hand turns the box around, and never below its floor', () => {
  expect(turned({ alpha: 38, beta: 28 }, 10, 0)).toEqual({ alpha: 38, beta: 24 })
  expect(turned({ alpha: 38, beta: -179 }, 10, 0).beta).toBeCloseTo(177, 9)
  expect(turned(firstCamera, 0, -1000).alpha).toBeGreaterThan(0)
  expect(turned(firstCamera, 0, 1000).alpha).toBe(90)
})

test('a trajectory keeps its dash and its name', () => {
  const svg = brush()
  const style = { colour: '#123456', dash: [7, 3] }
  const trajectory = trajectoryOf([-1.2, 1], [0, 0.5], [0.9, 0.8])
  const { boxes } = paintReliefTrajectories(
    svg,
    scene,
    [{ trajectory, style, selected: false, name: 'Adam' }],
    2,
  )
  expect(svg.source).toContain('stroke-dasharray="7 3"')
  expect(svg.source).toContain('>Adam<')
  expect(boxes).toHaveLength(1)
})

test('what stands back is faint and has no name', () => {
  const svg = brush()
  const style = { colour: '#123456', dash: [] }
  const trajectory = trajectoryOf([-1.2, 1], [0.9, 0.8])
  const drawn = { trajectory, style, selected: false, name: 'Adam', faded: true }
  expect(paintReliefTrajectories(svg, scene, [drawn], 1).boxes).toEqual([])
  expect(svg.source).not.toContain('Adam')
})
