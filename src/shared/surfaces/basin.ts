import { ruleWalk, type HyperValues, type UpdateRule } from '../optimizers/index.ts'
import type { Ground } from '../rules/ground.ts'
import type { Domain, Surface } from './types.ts'
import { gapOf } from './walk.ts'

/** In a basin map: no minimum reached. */
export const nowhere = 255

/** In a basin map: the path left the numbers. */
export const lost = 254

/** In a basin map: the path came to where the surface has no value or no slope. */
export const off = 253

export interface BasinOptions {
  readonly surface: Ground & Pick<Surface, 'minima' | 'gap'>
  readonly rule: UpdateRule
  readonly hyper: HyperValues
  readonly domain: Domain
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly steps: number
  /** A distance in the surface's own units. */
  readonly tolerance: number
}

/** One row of pixels, every pixel a start at its middle. */
export interface BasinRow {
  /** Per pixel the index of the minimum it ends at, `nowhere`, `lost` or `off`. */
  readonly minimum: Uint8Array
  /** Per pixel the step from which on it stayed within the tolerance; the budget where it did not. */
  readonly steps: Uint16Array
}

/** Walks from every pixel of rows of a map; the top row is the domain's highest y. */
export function createBasin(options: BasinOptions): (row: number) => BasinRow {
  const { surface, rule, hyper, domain, width, height, steps, tolerance } = options
  const { minima } = surface
  const near = tolerance * tolerance
  const walk = ruleWalk(rule, hyper)

  const nearestTo = (x: number, y: number): number => {
    for (let i = 0; i < minima.length; i++) {
      const dx = minima[i]!.x - x
      const dy = minima[i]!.y - y
      if (dx * dx + dy * dy <= near) return i
    }
    return nowhere
  }

  return (row) => {
    const ends = new Uint8Array(width)
    const needed = new Uint16Array(width)
    const y = domain.y[1] - ((row + 0.5) / height) * (domain.y[1] - domain.y[0])
    for (let column = 0; column < width; column++) {
      const x = domain.x[0] + ((column + 0.5) / width) * (domain.x[1] - domain.x[0])
      const walked = walk(surface, [x, y], steps)
      const { steps: taken, points, failed } = walked
      const gap = gapOf(walked)
      let end = nearestTo(x, y)
      let since = 0
      for (let step = 1; step <= taken; step++) {
        const here = nearestTo(points[2 * step]!, points[2 * step + 1]!)
        if (here !== end) {
          end = here
          since = step
        }
      }
      if (failed) end = gap && surface.gap?.(gap.x, gap.y) ? off : lost
      ends[column] = end
      needed[column] = end >= off ? steps : since
    }
    return { minimum: ends, steps: needed }
  }
}
