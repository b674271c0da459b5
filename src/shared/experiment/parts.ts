/*
 * A record that grows with the model stands in a log in as many lines as it takes, in order: each has the
 * next stretch of each of its vectors. So no line is ever longer than what can be handled as a text.
 */

/** The n-th of m parts, from 1. */
export type Part = readonly [number, number]

/** The most numbers of a vector in one line. */
const longestStretch = 2 ** 15

/**
 * @param length of a record's longest vector
 * @returns the parts that it stands in; undefined for one that is no part, but the whole
 */
export function partsOf(length: number, longest = longestStretch): readonly (Part | undefined)[] {
  const count = Math.ceil(length / longest)
  if (!(count > 1)) return [undefined]
  return Array.from({ length: count }, (_, index): Part => [index + 1, count])
}

/** @returns where in a vector of that length a part's stretch begins and ends */
export function stretchOf(length: number, part: Part | undefined): [from: number, to: number] {
  if (!part) return [0, length]
  const [number, count] = part
  return [Math.floor(((number - 1) * length) / count), Math.floor((number * length) / count)]
}
