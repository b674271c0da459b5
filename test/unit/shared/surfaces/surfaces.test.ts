import { describe, expect, it } from 'vitest'
import { surfaces } from '#shared/surfaces/index.ts'
import golden from '#test/fixtures/golden/trajectories.json' with { type: 'json' }

const close = (actual: number, expected: number, tolerance: number): void => {
  expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected))).toBeLessThanOrEqual(
    tolerance,
  )
}

describe.each(surfaces)('$id', (surface) => {
  const gradient = new Float64Array(2)

  it('has the golden value and gradient at every golden start', () => {
    const cases = golden.trajectories.filter((each) => each.function === surface.id)
    expect(cases.length).toBeGreaterThan(0)
    for (const { start, value, gradient: expected } of cases) {
      const [x, y] = start as [number, number]
      close(surface.value(x, y), value, 1e-10)
      surface.gradient(x, y, gradient)
      close(gradient[0]!, expected[0]!, 1e-10)
      close(gradient[1]!, expected[1]!, 1e-10)
    }
  })

  it('is flat, and as low as stated, at each stated minimum, and higher around it', () => {
    for (const { x, y, value } of surface.minima) {
      close(surface.value(x, y), value, 1e-12)
      surface.gradient(x, y, gradient)
      // Rounding of x alone moves the gradient by curvature × 1e-16; no curvature here passes 1e5.
      expect(Math.hypot(gradient[0]!, gradient[1]!)).toBeLessThan(1e-9)
      for (let k = 0; k < 8; k++) {
        const angle = (k * Math.PI) / 4
        const around = surface.value(x + 0.01 * Math.cos(angle), y + 0.01 * Math.sin(angle))
        expect(around).toBeGreaterThan(value)
      }
    }
  })

  it('has the gradient that central differences give, anywhere in its domain', () => {
    const {
      x: [left, right],
      y: [bottom, top],
    } = surface.domain
    for (let i = 1; i < 12; i++) {
      for (let j = 1; j < 12; j++) {
        const x = left + ((right - left) * (i + 0.37)) / 12.7
        const y = bottom + ((top - bottom) * (j + 0.53)) / 12.7
        const h = 1e-5
        surface.gradient(x, y, gradient)
        const dx = (surface.value(x + h, y) - surface.value(x - h, y)) / (2 * h)
        const dy = (surface.value(x, y + h) - surface.value(x, y - h)) / (2 * h)
        // The difference quotient's own error: h² f‴ and ε f / h.
        close(gradient[0]!, dx, 1e-6)
        close(gradient[1]!, dy, 1e-6)
      }
    }
  })

  it('starts inside its domain', () => {
    for (const { x, y } of surface.starts) {
      expect(x >= surface.domain.x[0] && x <= surface.domain.x[1]).toBe(true)
      expect(y >= surface.domain.y[0] && y <= surface.domain.y[1]).toBe(true)
    }
  })
})

it('covers every surface of the golden file', () => {
  const named = new Set(golden.trajectories.map((each) => each.function))
  expect([...named].filter((id) => !surfaces.some((surface) => surface.id === id))).toEqual([])
})
