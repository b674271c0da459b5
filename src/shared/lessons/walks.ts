import { defaultHyper, findRule, type Convention, type HyperValues } from '../optimizers/index.ts'
import type { Ground } from '../rules/ground.ts'
import type { UpdateRule } from '../rules/rule.ts'
import { findSurface, type Point } from '../surfaces/index.ts'
import { walk, type Trajectory } from '../surfaces/walk.ts'
import type { LocalizedText } from '../text.ts'
import type { LessonLane } from './types.ts'

/* Who walks where: all that a first start needs of the lessons, and nothing that reads a person's formulas. */

/** The bowl of the Surface stage that is twenty times as steep in y as in x: a ravine. */
export const ravine = findSurface('quadratic')!
/** On its wall, far from the floor's end. */
export const ravineStart: Point = { x: -5, y: -2 }

/** Words that no language changes: a symbol, a name. */
export const plain = (text: string): LocalizedText => ({ en: text, 'zh-CN': text })

/** @returns a lane with its rule's defaults where `hyper` says nothing */
export function lane(
  optimizer: string,
  hyper: HyperValues = {},
  convention: Convention = 'tutorial',
): LessonLane {
  return {
    optimizer,
    convention,
    hyper: { ...defaultHyper(ruleFor(optimizer, convention)), ...hyper },
  }
}

/** @throws Error where there is none: a fault of the lesson */
export function ruleFor(optimizer: string, convention: Convention): UpdateRule {
  const rule = findRule(optimizer, convention)
  if (!rule) throw new Error(`no rule ${optimizer} (${convention})`)
  return rule
}

/** Lets a lane walk, as the Surface stage does. */
export function walked(
  { optimizer, convention, hyper }: LessonLane,
  surface: Ground,
  start: Point,
  steps: number,
): Trajectory {
  return walk({ surface, rule: ruleFor(optimizer, convention), hyper, start, steps })
}
