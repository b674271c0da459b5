import type { Pixels } from '../brush.ts'
import { lost, nowhere, off } from '#shared/surfaces/basin.ts'
import type { BasinColour } from '#shared/surfaces/setting.ts'
import { blend, parseHex, type Rgb } from '#shared/charts/colour.ts'
import { inks, type Theme } from '#shared/charts/theme.ts'
import { ramp } from './ramp.ts'

/** A basin map as far as it is computed. */
export interface BasinMap {
  readonly width: number
  readonly height: number
  readonly budget: number
  readonly minimum: Uint8Array
  readonly steps: Uint16Array
  /** Per row, whether it is there. */
  readonly done: Uint8Array
}

/*
 * Paul Tol's light set: wide fields, on which the lines' darker inks still show. On dark paper it is
 * dimmed. Where there are more minima than colours, each round of colours comes nearer to the paper.
 * @see Tol 2021, Colour Schemes, SRON/EPS/TN/09-002
 */
const fields = [
  '#77aadd',
  '#ee8866',
  '#eedd88',
  '#ffaabb',
  '#99ddff',
  '#44bb99',
  '#bbcc33',
  '#aaaa00',
].map(parseHex)

/** Few steps are light, many are dark; turned round on dark paper. */
const slow: Readonly<Record<Theme, readonly Rgb[]>> = {
  light: ['#fdfbe4', '#d5ebc6', '#86cbbb', '#3f97b4', '#2c5a94', '#261d5e'].map(parseHex),
  dark: ['#f5f3c9', '#b4dcb5', '#64b3ad', '#37819e', '#2c4d80', '#1e1a44'].map(parseHex),
}

/** @returns the field colour of the minimum of that place in the list */
export function minimumColour(index: number, theme: Theme): Rgb {
  const paper = parseHex(inks[theme].panel)
  const field = fields[index % fields.length]!
  const round = Math.min(2, Math.floor(index / fields.length))
  const dimmed = theme === 'dark' ? blend(paper, field, 0.62) : field
  return blend(dimmed, paper, round * 0.3)
}

/** Ends that are no minimum, in the order a legend lists them. */
export const oddEnds = { nowhere, lost, off } as const
export type OddEnd = keyof typeof oddEnds
export const oddKinds = Object.keys(oddEnds) as OddEnd[]

/** @returns the colour of a start that reaches no minimum, whose path leaves the numbers, or leaves the surface */
export function oddColour(kind: OddEnd, theme: Theme): Rgb {
  const { panel, ink } = inks[theme]
  return blend(parseHex(panel), parseHex(ink), { nowhere: 0.16, off: 0.42, lost: 0.72 }[kind])
}

/** @param share 0 for at once, 1 for the whole budget */
export function stepsColour(share: number, theme: Theme): Rgb {
  return ramp(slow[theme], share)
}

/** Steps are felt by their logarithm. */
function stepsShare(steps: number, budget: number): number {
  return Math.log1p(steps) / Math.log1p(budget)
}

/** @returns a pixel per start; a row that is not there yet repeats the last one above it that is */
export function basinPixels(map: BasinMap, colour: BasinColour, theme: Theme): Pixels {
  const { width, height, minimum, steps, budget, done } = map
  const data = new Uint8ClampedArray(width * height * 4)
  const ends = Array.from({ length: 256 }, (_, index) => minimumColour(index, theme))
  for (const kind of oddKinds) ends[oddEnds[kind]] = oddColour(kind, theme)
  const byStep = Array.from({ length: 256 }, (_, i) => stepsColour(i / 255, theme))
  let known = -1
  for (let row = 0; row < height; row++) {
    if (done[row]) known = row
    if (known < 0) continue
    for (let column = 0; column < width; column++) {
      const pixel = known * width + column
      const end = minimum[pixel]!
      const [r, g, b] =
        colour === 'minimum' || end >= off
          ? ends[end]!
          : byStep[Math.round(stepsShare(steps[pixel]!, budget) * 255)]!
      data.set([r, g, b, 255], (row * width + column) * 4)
    }
  }
  return { data, width, height }
}

/** @returns how many starts end at each minimum, nowhere, lost and off, among the rows that are there */
export function basinCounts({ minimum, done, width }: BasinMap): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (let pixel = 0; pixel < minimum.length; pixel++) {
    if (!done[Math.floor(pixel / width)]) continue
    const end = minimum[pixel]!
    counts.set(end, (counts.get(end) ?? 0) + 1)
  }
  return counts
}
