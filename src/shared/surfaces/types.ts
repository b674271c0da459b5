import type { Ground } from '../rules/ground.ts'
import type { LocalizedText } from '../text.ts'
import type { SlopeGap, ValueGap } from './formula/program.ts'

/** A point on a surface. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** A point where the gradient vanishes and every way leads up. */
export interface Minimum extends Point {
  readonly value: number
}

/** The rectangle a surface is drawn on. It is defined beyond it. */
export interface Domain {
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

/** A part of a surface's formula that has no value, or no slope, at a point. */
export type SurfaceGap =
  | { readonly lacks: 'value'; readonly part: ValueGap }
  | { readonly lacks: 'slope'; readonly part: SlopeGap }

/** A loss over two parameters, with its exact gradient. */
export interface Surface extends Ground {
  readonly id: string
  /** Its name in the literature, the same in every language but for generic words. */
  readonly name: LocalizedText
  /** KaTeX source of the right-hand side of `f(x, y) = …`. */
  readonly formula: string
  readonly citation: string
  readonly domain: Domain
  /** Every minimum in the domain that the literature lists, the lowest first; none where it is unbounded below. */
  readonly minima: readonly Minimum[]
  /** Starts that show something, the first is the default. */
  readonly starts: readonly Point[]
  /** Largest second derivative in any direction where it is constant; plain descent needs a rate below 2/L. */
  readonly curvature?: number
  /** Operations of an evaluation, where they are many. */
  readonly cost?: number
  /** One sentence on what to look for. */
  readonly watch: LocalizedText
  /** @returns what of it has no value or no slope at a point; left out where it has both everywhere */
  readonly gap?: (x: number, y: number) => SurfaceGap | undefined
}
