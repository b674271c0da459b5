import type { RaceProblem } from '#shared/contract/problem.ts'
import { innerScale } from '#shared/charts/scale.ts'
import type { Span } from './grid.ts'

/** One feature as a picture's axis. */
export interface FeatureAxis {
  readonly name: string
  /** In scaled units, a little beyond the rows. */
  readonly span: Span
  /** Marks, by their share of the span, in the table's own unit. */
  readonly ticks: readonly { readonly share: number; readonly value: number }[]
}

/** How far beyond the rows a picture goes, by their span. */
const room = 0.08

/** @returns an axis per feature */
export function axesOf(problem: RaceProblem, ticks: number): FeatureAxis[] {
  const { inputs, featureNames, featureScales } = problem
  return Array.from({ length: inputs }, (_, feature): FeatureAxis => {
    const span = widen(spanOf(problem, feature))
    const { offset, width } = featureScales[feature]!
    const own = (place: number): number => offset + width * place
    return {
      name: featureNames[feature] ?? '',
      span,
      ticks: marks(own(span.min), own(span.max), ticks),
    }
  })
}

function spanOf({ inputs, train, validation }: RaceProblem, feature: number): Span {
  let min = Infinity
  let max = -Infinity
  for (const { features, count } of [train, validation]) {
    for (let row = 0; row < count; row++) {
      const value = features[row * inputs + feature]!
      min = Math.min(min, value)
      max = Math.max(max, value)
    }
  }
  return { min, max }
}

function widen({ min, max }: Span): Span {
  if (!(max > min)) return { min: (min || 0) - 1, max: (max || 0) + 1 }
  const more = (max - min) * room
  return { min: min - more, max: max + more }
}

function marks(from: number, to: number, count: number): FeatureAxis['ticks'] {
  if (!(to > from)) return []
  return innerScale({ min: from, max: to }, count).ticks.map((value) => ({
    value,
    share: (value - from) / (to - from),
  }))
}

/** The targets of a regression, from the lowest to the highest, scaled. */
export function targetSpan({ outputs, train, validation }: RaceProblem): Span {
  let min = Infinity
  let max = -Infinity
  for (const { targets, count } of [train, validation]) {
    for (let at = 0; at < count * outputs; at++) {
      min = Math.min(min, targets[at]!)
      max = Math.max(max, targets[at]!)
    }
  }
  return max > min ? { min, max } : { min: min - 1, max: max + 1 }
}

/** A scaled target as an axis, in the table's own unit, with a little room beyond the rows. */
export function targetAxis(problem: RaceProblem, ticks: number): FeatureAxis {
  const span = widen(targetSpan(problem))
  const { offset, width } = problem.targetScale ?? { offset: 0, width: 1 }
  return {
    name: problem.target,
    span,
    ticks: marks(offset + width * span.min, offset + width * span.max, ticks),
  }
}
