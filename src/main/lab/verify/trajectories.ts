import { findSurface } from '#shared/surfaces/index.ts'
import { roundingSpread } from '#shared/surfaces/spread.ts'
import { walk } from '#shared/surfaces/walk.ts'
import { cannotReplay, ruleEngines, ruleOf, type VerifiedCase } from './case.ts'
import { createComparison } from './compare.ts'
import type { Trajectories } from './forms.ts'

/** By max(1, |value|): at the start, and along the path. */
const startTolerance = 1e-10
const pathTolerance = 1e-6

/**
 * How much further than nudged paths part a listed point may lie. They are few, and rounding may
 * push a path further than any of them.
 */
const slack = 10

/**
 * Walks every path of the file again, compiled and interpreted, and compares the surface at its start and every listed point.
 *
 * A few paths circle a minimum so wildly that the last bit of a gradient moves later points by more
 * than the tolerance: no two correct programs agree on those. They are found by walking beside the
 * path (`roundingSpread`), allowed what rounding does to them, and named in the case's note.
 *
 * @throws LabError `bad-file` when the file names an unknown surface or rule
 */
export function verifyTrajectories(file: string, golden: Trajectories): VerifiedCase[] {
  return golden.trajectories.flatMap((each) => {
    const { rule, hyper } = ruleOf(file, each)
    const surface = findSurface(each.function)
    if (!surface) throw cannotReplay(file, `there is no surface '${each.function}'`)
    const [x, y] = each.start
    const gradient = new Float64Array(2)
    surface.gradient(x, y, gradient)
    const start = createComparison()
    start.add('value', [surface.value(x, y)], [each.value])
    start.add('gradient', gradient, each.gradient)

    const steps = Math.max(0, ...each.points.map(([step]) => step))
    return ruleEngines.map(({ engine, compiled }): VerifiedCase => {
      const options = { surface, rule, hyper, start: { x, y }, steps, compiled }
      const trajectory = walk(options)
      const path = createComparison()
      const over: number[] = []
      for (const [step, ...expected] of each.points) {
        const reached = step <= trajectory.steps
        const actual = reached
          ? [
              trajectory.points[2 * step]!,
              trajectory.points[2 * step + 1]!,
              trajectory.values[step]!,
            ]
          : []
        path.add(`step ${step}`, actual, expected)
        const point = createComparison()
        point.add('', actual, expected)
        const { scaled } = point.result()
        if (scaled > pathTolerance) over.push(step, scaled)
      }
      const decided = over.length > 0 && explained(over, roundingSpread(options, trajectory))
      const atStart = start.result()
      const along = path.result()
      const worst = atStart.scaled > startTolerance || each.points.length === 0 ? atStart : along
      return {
        file,
        surface: each.function,
        optimizer: each.optimizer,
        convention: each.convention,
        engine,
        tolerance: worst === atStart ? startTolerance : pathTolerance,
        passed: atStart.scaled <= startTolerance && (over.length === 0 || decided),
        ...worst,
        ...(decided && { note: `rounding decides this path from step ${over[0]} on` }),
      }
    })
  })
}

/** @param over pairs of a step and how far its point is off */
function explained(over: readonly number[], spread: Float64Array): boolean {
  for (let i = 0; i < over.length; i += 2) {
    const part = spread[over[i]!]!
    if (part <= pathTolerance || over[i + 1]! > slack * part) return false
  }
  return true
}
