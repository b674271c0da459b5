/** A lane's median over its seeds at each recorded point. */
export interface TargetCurve {
  readonly steps: ArrayLike<number>
  readonly median: ArrayLike<number>
}

/** A target that a lane reaches before this share of the race tells little of it. */
const late = 0.25

/**
 * A target that distinguishes the lanes of a race: some of them reach it, not all, and if the curves
 * have such a value none of them early. Halfway between where the lanes start and where the best
 * ends, on the metric's own scale, as long as that is such a value; else between what the best and
 * the worst lane came to; else between the best and the next.
 *
 * @param logarithmic whether halfway is meant in orders of size, where all values are above 0
 * @returns with as few digits as will do; undefined where no value distinguishes lanes
 */
export function suggestTarget(
  curves: readonly TargetCurve[],
  higherIsBetter: boolean,
  logarithmic: boolean,
): number | undefined {
  const sign = higherIsBetter ? -1 : 1
  const lanes = curves.map(({ steps, median }) => ({
    steps,
    costs: Array.from(median, (value) => sign * value),
  }))
  const end = Math.max(0, ...lanes.map(({ steps }) => steps[steps.length - 1] ?? 0))
  const whole = lanes.filter(({ costs }) => Number.isFinite(costs.at(-1)))
  const bests = [...new Set(whole.map(({ costs }) => Math.min(...costs.filter(Number.isFinite))))]
  bests.sort((a, b) => a - b)
  const [first, second] = bests
  if (first === undefined) return undefined

  const log = logarithmic && !higherIsBetter && first > 0
  const middle = (a: number, b: number): number => (log ? Math.sqrt(a * b) : (a + b) / 2)
  /** When the first lane reaches it, as a share of the race; undefined if none or all do. */
  const reachedAt = (cost: number): number | undefined => {
    const places = lanes.map(({ costs }) => costs.findIndex((each) => each <= cost))
    const shares = places.flatMap((at, lane) => (at < 0 ? [] : [lanes[lane]!.steps[at]! / end]))
    return shares.length === 0 || shares.length === lanes.length ? undefined : Math.min(...shares)
  }
  const starts = lanes.flatMap(({ costs: [start] }) =>
    start !== undefined && Number.isFinite(start) ? [start] : [],
  )
  starts.sort((a, b) => a - b)
  const start = starts[starts.length >> 1] ?? first
  const candidates = [middle(start, first)]
  if (second !== undefined) candidates.push(middle(first, bests.at(-1)!), middle(first, second))
  const fitting = candidates.filter((cost) => reachedAt(cost) !== undefined)
  const chosen = fitting.find((cost) => reachedAt(cost)! >= late) ?? fitting.at(-1)
  if (chosen === undefined) return undefined

  const least = Math.min(late, reachedAt(chosen)!)
  for (let digits = 2; digits < 16; digits++) {
    const rounded = Number(chosen.toPrecision(digits))
    if ((reachedAt(rounded) ?? -1) >= least) return sign * rounded
  }
  return sign * chosen
}
