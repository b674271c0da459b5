import type { PathPoint } from '#shared/contract/stream.ts'
import type { RacedLane } from '#renderer/race/raced.ts'

/** One lane's points among those that were collected. */
export interface CollectedLane {
  readonly id: string
  /** Ascending. */
  readonly steps: readonly number[]
  /** Its first point's place in the list of all. */
  readonly from: number
  /** Whether it left the numbers, and the points after that are left out. */
  readonly lost: boolean
  /** Whether it went so much farther than the others that they would be one dot beside it. */
  readonly far: boolean
}

/** Points of all lanes, to be laid into one plane. */
export interface Collected {
  readonly lanes: readonly CollectedLane[]
  /** `[count × dimensions]`. */
  readonly points: Float64Array<ArrayBuffer>
  readonly count: number
  readonly dimensions: number
  /** Which points the plane is fitted to. */
  readonly fitted: Int32Array<ArrayBuffer>
}

export interface CollectLimits {
  /** Points shown of one lane. @default 150 */
  readonly perLane?: number
  /** Numbers altogether. @default 4_000_000 */
  readonly numbers?: number
  /** Points the plane is fitted to. @default 300 */
  readonly fitted?: number
}

/**
 * Collects each lane's path, thinned evenly where it is long; its first and last point stay. Points
 * after a divergence, and any that is not finite, are left out.
 *
 * @param step no point after it counts
 */
export function collectPaths(
  lanes: readonly RacedLane[],
  step = Infinity,
  limits: CollectLimits = {},
): Collected | undefined {
  const { perLane = 150, numbers = 4_000_000, fitted = 300 } = limits
  const paths = lanes.map((lane) => pathOf(lane, step))
  const dimensions = paths.find((path) => path.points[0])?.points[0]?.parameters.length ?? 0
  if (dimensions === 0) return undefined
  const most = Math.max(2, Math.min(perLane, Math.floor(numbers / dimensions / lanes.length)))
  const shown = paths.map(({ points }) => thinned(points, most))
  const count = shown.reduce((sum, points) => sum + points.length, 0)
  const all = new Float64Array(count * dimensions)
  let at = 0
  const far = runaways(shown)
  const collected = lanes.map(({ id }, index): CollectedLane => {
    const from = at
    for (const { parameters } of shown[index]!) all.set(parameters, at++ * dimensions)
    const steps = shown[index]!.map((point) => point.step)
    return { id, steps, from, lost: paths[index]!.lost, far: far[index]! }
  })
  return {
    lanes: collected,
    points: all,
    count,
    dimensions,
    fitted: chosen(collected, fitted),
  }
}

function pathOf(
  { tracks, events }: RacedLane,
  step: number,
): { points: PathPoint[]; lost: boolean } {
  const first = events.find(({ run, kind }) => run === 0 && kind === 'diverged')
  const until = Math.min(step, first ? first.step - 1 : Infinity)
  const recorded = [...(tracks[0]?.paths.values() ?? [])].filter((point) => point.step <= step)
  const points = recorded.filter(
    (point) => point.step <= until && point.parameters.every((value) => Number.isFinite(value)),
  )
  points.sort((a, b) => a.step - b.step)
  const lost = points.length < recorded.length || (first !== undefined && first.step <= step)
  return { points, lost }
}

/** Every n-th of the list, and its last. */
export function thinned<T>(items: readonly T[], most: number): T[] {
  const stride = Math.max(1, Math.ceil((items.length - 1) / (most - 1)))
  return items.filter((_, index) => index % stride === 0 || index === items.length - 1)
}

/** Farther than so many times what half of the lanes have gone at most. */
const runaway = 25

function runaways(paths: readonly (readonly PathPoint[])[]): boolean[] {
  const lengths = paths.map(([first, ...rest]) =>
    rest.reduce((most, point) => Math.max(most, distance(first!, point)), 0),
  )
  const moved = lengths.filter((length) => length > 0).sort((a, b) => a - b)
  const usual = moved[(moved.length - 1) >> 1] ?? 0
  return lengths.map((length) => length > runaway * usual)
}

function distance(a: PathPoint, b: PathPoint): number {
  // By the largest part first: squares of a path that runs away are not finite.
  let largest = 0
  for (let i = 0; i < a.parameters.length; i++) {
    largest = Math.max(largest, Math.abs(a.parameters[i]! - b.parameters[i]!))
  }
  if (largest === 0) return 0
  let sum = 0
  for (let i = 0; i < a.parameters.length; i++) {
    sum += ((a.parameters[i]! - b.parameters[i]!) / largest) ** 2
  }
  return largest * Math.sqrt(sum)
}

/** As many points of each lane, so that a long path does not turn the plane to itself; none of those that ran away. */
function chosen(lanes: readonly CollectedLane[], most: number): Int32Array<ArrayBuffer> {
  const each = Math.max(2, Math.floor(most / Math.max(1, lanes.length)))
  const picked = lanes.flatMap(({ from, steps, far }) =>
    thinned(
      steps.flatMap((_, index) => (far ? [] : [from + index])),
      each,
    ),
  )
  return Int32Array.from(picked)
}
