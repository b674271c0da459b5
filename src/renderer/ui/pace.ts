/** Steps a second at the slider's first position, and at the last but one. */
export const slowest = 0.5
export const swiftest = 200

/** The slider's last position: no pace at all. */
export const lastPosition = 53

const span = Math.log(swiftest / slowest)

/** @returns steps a second at the slider's position, two digits; null at the last */
export function paceOf(position: number): number | null {
  if (position >= lastPosition) return null
  const pace = slowest * Math.exp((span * position) / (lastPosition - 1))
  return Number(pace.toPrecision(2))
}

/** @returns the slider's position nearest to that pace */
export function positionOf(pace: number | null): number {
  if (pace === null) return lastPosition
  const bounded = Math.min(swiftest, Math.max(slowest, pace))
  return Math.round((Math.log(bounded / slowest) / span) * (lastPosition - 1))
}
