import { equationsOf, type Equations } from './equations.ts'
import { sideOf, type Numbered, type Parameters, type Shared } from './parameters.ts'

/**
 * A parameter that only one form has can be one that the other leaves out because it is 1, or 0, there:
 * a rate that is 1, a pace that is 1. It is where that makes their formulas agree in more.
 */
export function withLeftOut(given: Parameters, from: Numbered, to: Numbered): Parameters {
  let { shared, only } = given
  const count = (some: readonly Shared[]): number =>
    unlikeTargets(equationsOf(from, some, 'from'), equationsOf(to, some, 'to')).length
  let least = count(shared)
  for (const which of ['from', 'to'] as const) {
    for (const parameter of only[which]) {
      for (const value of [1, 0]) {
        const { key, label } = parameter
        const own = sideOf(parameter)
        const none = { fixed: 'left out', default: value } as const
        const sides = which === 'from' ? { from: own, to: none } : { from: none, to: own }
        const tried = [...shared, { key, label, ...sides }]
        const unlike = count(tried)
        if (unlike >= least) continue
        least = unlike
        shared = tried
        only = { ...only, [which]: only[which].filter((each) => each !== parameter) }
      }
    }
  }
  return { shared, only }
}

/** @returns the names that come to something else in one than in the other */
export function unlikeTargets(one?: Equations, other?: Equations): string[] {
  if (!one || !other) return []
  const targets = new Set([...one.keys(), ...other.keys()])
  return [...targets].filter((target) => one.get(target)?.key !== other.get(target)?.key)
}
