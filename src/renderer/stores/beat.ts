/** Does something on animation frames, but never on two that follow each other closely. */
export interface Beat {
  /** Asks for it to be done: once, however often it is asked for meanwhile. */
  ask(): void
  stop(): void
}

/**
 * Counts frames rather than time, so that what the beat sets off (a chart computes in the next frame
 * and paints in the one behind it) has frames of its own, and a slow page beats slower.
 *
 * @param rest frames left alone after each beat
 */
export function createBeat(beat: () => void, rest = 2): Beat {
  let frame = 0
  let asked = false
  let resting = 0

  const next = (): void => {
    frame = 0
    if (resting > 0) resting--
    else if (asked) {
      asked = false
      resting = rest
      beat()
    } else return
    frame = requestAnimationFrame(next)
  }

  return {
    ask() {
      asked = true
      frame ||= requestAnimationFrame(next)
    },
    stop() {
      cancelAnimationFrame(frame)
      frame = 0
      asked = false
      resting = 0
    },
  }
}
