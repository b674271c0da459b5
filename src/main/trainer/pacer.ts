/** Milliseconds behind time beyond which a pacer starts anew: a stall is not made up for by a rush. */
const mostLag = 250

/**
 * Holds steps back to so many a second: step k of a stretch is due k / pace after its start. It
 * looks at the clock, never at the numbers.
 */
export interface Pacer {
  /** Milliseconds until the next step is due; 0 when it is. */
  wait(now: number): number
  stepped(): void
  /** Starts a new stretch, its first step due one interval from now. */
  restart(now: number): void
  /** @param pace steps a second; null for no limit */
  setPace(pace: number | null, now: number): void
}

export function createPacer(pace: number | null): Pacer {
  let start = 0
  let steps = 0
  return {
    wait(now) {
      if (pace === null) return 0
      const due = start + ((steps + 1) * 1000) / pace
      if (now - due > mostLag) {
        start = now
        steps = -1
        return 0
      }
      return Math.max(0, due - now)
    },
    stepped() {
      steps++
    },
    restart(now) {
      start = now
      steps = 0
    },
    setPace(next, now) {
      pace = next
      start = now
      steps = 0
    },
  }
}
