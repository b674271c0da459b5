import { arrival, diagonal } from '#shared/surfaces/outcome.ts'
import type { Domain } from '#shared/surfaces/index.ts'
import type { BasinOrder } from './basin-messages.ts'
import { ownId } from './own.ts'
import type { Lane } from './lanes.ts'
import type { useSurface } from './store.ts'

/** Steps that a map counts at most. */
const mostCounted = 65_535

/**
 * @param size of the map in starts, across and up
 * @returns the map of a lane over what is shown; undefined where no start could end anywhere
 */
export function basinOrder(
  { surface, own, steps }: Pick<ReturnType<typeof useSurface>, 'surface' | 'own' | 'steps'>,
  lane: Lane,
  domain: Domain,
  size: Pick<BasinOrder, 'width' | 'height'>,
): BasinOrder | undefined {
  if (surface.minima.length === 0) return undefined
  const minima = surface.minima.map(({ x, y }) => ({ x, y }))
  return {
    surface:
      surface.id === ownId
        ? { kind: 'own', text: own.text, minima }
        : { kind: 'listed', id: surface.id },
    optimizer: lane.optimizer,
    rule: lane.rule,
    convention: lane.convention,
    hyper: { ...lane.hyper },
    domain,
    ...size,
    steps: Math.min(steps, mostCounted),
    tolerance: arrival * diagonal(surface.domain),
  }
}
