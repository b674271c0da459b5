import { expect, test } from 'vitest'
import { projection, reliefBox } from '#renderer/charts/surface/projection.ts'

const { width, depth, height, distance } = reliefBox

test('from the front, level, x goes right, height up, and what is behind is smaller', () => {
  const see = projection({ alpha: 0, beta: 0 })
  expect(see(0.5, 0.5, 0.5)).toEqual({ x: 0, y: -0, near: 0 })
  // The front face is half the depth nearer: 172 / (172 − 45) as large.
  const front = see(1, 0, 1)
  const scale = distance / (distance - depth / 2)
  expect(front.x).toBeCloseTo((width / 2) * scale, 9)
  expect(front.y).toBeCloseTo((-height / 2) * scale, 9)
  expect(see(1, 1, 1).x).toBeLessThan(front.x)
})

test('turned to the right, the right side comes nearer; from above, the top does', () => {
  const turned = projection({ alpha: 0, beta: 30 })
  expect(turned(1, 0.5, 0.5).near).toBeCloseTo((width / 2) * 0.5, 9)
  const above = projection({ alpha: 90, beta: 0 })
  expect(above(0.5, 0.5, 1).near).toBeCloseTo(height / 2, 9)
  // What lies further up the plane is then further up the picture.
  expect(above(0.5, 1, 0.5).y).toBeLessThan(above(0.5, 0, 0.5).y)
})
