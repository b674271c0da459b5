/** Where a playback stands. */
export interface Clock {
  readonly step: number
  /** Part of a step that time has brought but the eye cannot see yet. */
  readonly rest: number
  readonly playing: boolean
}

/** Steps a second at ×1. */
export const basePace = 30

/** What the speed may be multiplied by. */
export const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16] as const

/**
 * Moves a playback on by some time.
 *
 * @param elapsed seconds since the last call
 * @param last the last step there is
 */
export function tick(
  clock: Clock,
  elapsed: number,
  speed: number,
  last: number,
  loop: boolean,
): Clock {
  if (!clock.playing) return clock
  // A page that slept does not leap.
  const due = clock.rest + Math.min(elapsed, 0.25) * basePace * speed
  if (clock.step >= last) {
    if (!loop) return { step: last, rest: 0, playing: false }
    return due < 0 ? { step: last, rest: due, playing: true } : { step: 0, rest: 0, playing: true }
  }
  const whole = Math.floor(due)
  const step = clock.step + whole
  if (step < last) return { step, rest: due - whole, playing: true }
  // The end stays in sight for a moment before it begins anew.
  return loop
    ? { step: last, rest: -0.7 * basePace * speed, playing: true }
    : { step: last, rest: 0, playing: false }
}
