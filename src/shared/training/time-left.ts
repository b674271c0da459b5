/** How far a race was at some moment. */
export interface Sighting {
  readonly seconds: number
  readonly step: number
}

/**
 * @param sightings ascending
 * @param steps of the whole race
 * @returns the time left at the speed between the first sighting and the last; undefined before
 *   they are half a second apart
 */
export function secondsLeft(sightings: readonly Sighting[], steps: number): number | undefined {
  const [first] = sightings
  const last = sightings.at(-1)
  if (!first || !last || last.seconds - first.seconds < 0.5 || last.step <= first.step) {
    return undefined
  }
  return ((steps - last.step) * (last.seconds - first.seconds)) / (last.step - first.step)
}
