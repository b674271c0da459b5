/** On what share of the problems one is within a factor of the best. */
export interface Profile {
  /** Factors at which the share rises, from 1 on. */
  readonly factors: readonly number[]
  /** At each of them and up to the next. */
  readonly shares: readonly number[]
}

/**
 * Performance profiles: how often each is at most τ times as slow as the fastest, as a function of τ. A
 * problem that nobody solves counts for all as not solved.
 *
 * @param times problems × solvers; Infinity where it was not solved, else above 0
 * @see Dolan & Moré 2002, Benchmarking Optimization Software with Performance Profiles
 */
export function performanceProfiles(times: readonly (readonly number[])[]): Profile[] {
  const solvers = times[0]?.length ?? 0
  return Array.from({ length: solvers }, (_, solver) => {
    const factors = times
      .map((row) => row[solver]! / Math.min(...row))
      .filter(Number.isFinite)
      .sort((a, b) => a - b)
    const distinct = [...new Set(factors)]
    return {
      factors: distinct,
      shares: distinct.map(
        (factor) => factors.filter((each) => each <= factor).length / times.length,
      ),
    }
  })
}

/** @returns the share within that factor of the best */
export function shareWithin({ factors, shares }: Profile, factor: number): number {
  const at = factors.findLastIndex((each) => each <= factor)
  return at < 0 ? 0 : shares[at]!
}
