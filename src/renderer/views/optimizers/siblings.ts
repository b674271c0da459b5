import {
  defaultHyper,
  type Convention,
  type HyperValues,
  type Optimizer,
} from '#shared/optimizers/index.ts'
import type { Point, Surface } from '#shared/surfaces/index.ts'
import { walk, type Trail } from '#shared/surfaces/walk.ts'

/** The same optimizer as another convention writes it, and where that walks. */
export interface Sibling {
  readonly convention: Convention
  readonly trail: Trail
  readonly dash: readonly number[]
}

/** Lines of one colour are told apart by their dash. */
const dashes = [
  [7, 4],
  [2, 3],
  [9, 3, 2, 3],
  [4, 2],
]

/**
 * @param hyper of the convention looked at: the others take its rate, and else their own defaults, so that
 *   what differs is the arithmetic
 */
export function siblingsOf(
  optimizer: Optimizer,
  shown: Convention,
  hyper: HyperValues,
  where: { readonly surface: Surface; readonly start: Point; readonly steps: number },
): Sibling[] {
  const others = (Object.keys(optimizer.rules) as Convention[]).filter((each) => each !== shown)
  return others.flatMap((convention, index) => {
    const rule = optimizer.rules[convention]
    if (!rule) return []
    const own = defaultHyper(rule)
    const shared = 'lr' in own && hyper.lr !== undefined ? { ...own, lr: hyper.lr } : own
    const trail = walk({ ...where, rule, hyper: shared })
    return [{ convention, trail, dash: dashes[index % dashes.length]! }]
  })
}
