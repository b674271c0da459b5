import {
  createRuleState,
  defaultHyper,
  type HyperValues,
  type UpdateRule,
} from '#shared/optimizers/index.ts'
import type { Trajectory } from '#shared/surfaces/walk.ts'

/** Something with a direction at a step. */
export interface Arrow {
  readonly kind: 'gradient' | 'slot' | 'step'
  /** KaTeX source and plain text of what it shows. */
  readonly symbol: string
  /** In the plane's own units; points where it pulls the lane. */
  readonly x: number
  readonly y: number
  /** Length to draw it at: a share of the longest for a direction; none for a step, drawn as long as it is. */
  readonly share?: number
}

/**
 * Which slots have a direction, as a velocity or a mean of gradients has, and which way it pulls:
 * found by showing the rule two opposite gradients. A slot that answers them alike (a sum of
 * squares) points nowhere.
 *
 * @returns per slot 1 where it pulls along itself, −1 where it pulls against itself, 0 for none
 */
export function slotDirections(rule: UpdateRule, hyper: HyperValues): readonly (-1 | 0 | 1)[] {
  const filled = { ...defaultHyper(rule), ...hyper }
  const run = createRuleState(rule, filled, [0, 0])
  const starts = rule.slots.map(({ key }) => run.slots[key]![0]!)
  // Three steps, since some slots start to move only after the first.
  for (let t = 1; t <= 3; t++) {
    run.gradients.set([t, -t])
    run.step(t)
    // Weight decay would pull the two points back unlike.
    run.parameters.fill(0)
  }
  const states = rule.slots.map(({ key }) => run.slots[key]!)
  return states.map((state, i) => {
    // The numbers of a matrix belong to no axis.
    if (rule.slots[i]!.square) return 0
    const [a, b] = [state[0]! - starts[i]!, state[1]! - starts[i]!]
    const odd = a !== 0 && Math.abs(a + b) <= 1e-9 * Math.abs(a)
    return odd ? (a > 0 ? -1 : 1) : 0
  })
}

/** What pulls a lane at a step, and the step it takes from there. */
export function arrowsAt(
  rule: UpdateRule,
  directions: readonly (-1 | 0 | 1)[],
  trajectory: Trajectory,
  step: number,
): Arrow[] {
  if (step >= trajectory.steps) return []
  const arrows: Arrow[] = []
  const pull = (
    kind: 'gradient' | 'slot',
    symbol: string,
    x: number,
    y: number,
    most: number,
  ): void => {
    const length = Math.hypot(x, y)
    if (!(length > 0) || !Number.isFinite(length)) return
    // Lengths differ by orders of magnitude along a path: their logarithms are shown.
    const share = Math.max(0.25, 1 + Math.log10(length / most) / 4)
    arrows.push({ kind, symbol, x: x / length, y: y / length, share: Math.min(1, share) })
  }
  pull(
    'gradient',
    '-g',
    -trajectory.gradients[2 * step]!,
    -trajectory.gradients[2 * step + 1]!,
    longest(trajectory.gradients, 0),
  )
  directions.forEach((way, index) => {
    const slot = trajectory.slots[index]
    const declared = rule.slots[index]
    if (way === 0 || !slot || !declared) return
    // The slot as this step leaves it: that is what moves the lane.
    const place = 2 * (step + 1)
    const symbol = way < 0 ? `-${declared.symbol}` : declared.symbol
    pull('slot', symbol, way * slot[place]!, way * slot[place + 1]!, longest(slot, 2))
  })
  arrows.push({
    kind: 'step',
    symbol: '\\Delta',
    x: trajectory.points[2 * step + 2]! - trajectory.points[2 * step]!,
    y: trajectory.points[2 * step + 3]! - trajectory.points[2 * step + 1]!,
  })
  return arrows
}

const known = new WeakMap<Float64Array, number>()

function longest(vectors: Float64Array, from: number): number {
  const before = known.get(vectors)
  if (before !== undefined) return before
  let most = 0
  for (let i = from; i < vectors.length; i += 2) {
    const length = Math.hypot(vectors[i]!, vectors[i + 1]!)
    if (length > most && Number.isFinite(length)) most = length
  }
  known.set(vectors, most)
  return most
}
