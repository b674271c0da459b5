/** Runs stacked in one race at most; the trainer gains little from more. */
const mostRuns = 80
/** And at least, while there are so many: fewer leave the processes idle between operations. */
const leastRuns = 16
/** Races that a sweep is cut into when it is large enough: what a crash can lose is an eighth. */
const usualPieces = 8
/** Numbers that the parameters of one race may hold: 160 MiB of float64, and slots besides. */
const mostParameters = 20_000_000
/** Lanes that a race can have. */
const mostLanes = 64

/**
 * How many trials run stacked in one race: enough to keep the processes busy, few enough that a
 * crash loses little.
 *
 * @param trials of the whole sweep
 * @param seeds that each runs on
 * @param parameters of one run
 * @param pieces into which many trials are cut at least
 */
export function stackedTrials(
  trials: number,
  seeds: number,
  parameters: number,
  pieces = usualPieces,
): number {
  const runs = Math.min(mostRuns, Math.max(leastRuns, Math.ceil((trials * seeds) / pieces)))
  const fitting = Math.floor(Math.min(runs, mostParameters / parameters) / seeds)
  const lanes = Math.min(Math.max(fitting, 1), mostLanes)
  // Races of about one size: the last would be a stub else.
  return Math.ceil(trials / Math.ceil(trials / lanes))
}

/** Cuts a list into parts of that length; the last may be shorter. */
export function cut<T>(list: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / length) }, (_, part) =>
    list.slice(part * length, (part + 1) * length),
  )
}
