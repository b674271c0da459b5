import { ackley } from './ackley.ts'
import { beale } from './beale.ts'
import { booth } from './booth.ts'
import { easom } from './easom.ts'
import { goldsteinPrice } from './goldstein-price.ts'
import { himmelblau } from './himmelblau.ts'
import { matyas } from './matyas.ts'
import { mccormick } from './mccormick.ts'
import { monkeySaddle } from './monkey-saddle.ts'
import { quadratic } from './quadratic.ts'
import { rastrigin } from './rastrigin.ts'
import { rosenbrock } from './rosenbrock.ts'
import { saddle } from './saddle.ts'
import { sixHumpCamel } from './six-hump-camel.ts'
import { styblinskiTang } from './styblinski-tang.ts'
import { threeHumpCamel } from './three-hump-camel.ts'
import type { Surface } from './types.ts'

export type { Domain, Minimum, Point, Surface, SurfaceGap } from './types.ts'

/** Every surface, bowls first, then valleys, many minima, saddles and plains. */
export const surfaces: readonly Surface[] = [
  quadratic,
  booth,
  matyas,
  rosenbrock,
  beale,
  goldsteinPrice,
  himmelblau,
  threeHumpCamel,
  sixHumpCamel,
  styblinskiTang,
  mccormick,
  rastrigin,
  ackley,
  easom,
  saddle,
  monkeySaddle,
]

/** @returns the surface of that id, or undefined */
export function findSurface(id: string): Surface | undefined {
  return surfaces.find((surface) => surface.id === id)
}
