/**
 * Scales a half-open range by min(1, c/(‖g‖ + 1e-6)), as PyTorch's `clip_grad_norm_` does. A range that
 * holds NaN becomes NaN, an infinite one 0 but for its infinities, which become NaN.
 */
export function scaleDown(values: Float64Array, from: number, to: number, limit: number): void {
  let squares = 0
  for (let i = from; i < to; i++) squares += values[i]! * values[i]!
  const factor = limit / (Math.sqrt(squares) + 1e-6)
  if (factor >= 1) return
  for (let i = from; i < to; i++) values[i]! *= factor
}
