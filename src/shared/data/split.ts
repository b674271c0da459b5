import { permutation, type Random } from '../math/random.ts'

/** Which of a table's rows are for what. */
export interface Split {
  readonly train: Int32Array
  readonly validation: Int32Array
}

/** @returns how many of `rows` a share holds out: the nearest whole number that leaves a row to train on */
export function validationCount(rows: number, share: number): number {
  return Math.min(Math.round(rows * share), rows - 1)
}

/**
 * Divides rows at random; both parts come in random order.
 *
 * @param share of the rows held out
 * @param codes each row's class: given, the classes' shares are as equal in both parts as whole
 *   rows allow, and the count held out stays the same
 */
export function splitRows(random: Random, rows: number, share: number, codes?: Int32Array): Split {
  const order = permutation(random, rows)
  const held = validationCount(rows, share)
  if (!codes) return { validation: order.slice(0, held), train: order.slice(held) }

  const open = quotas(codes, held)
  const validation: number[] = []
  const train: number[] = []
  for (const row of order) {
    const code = codes[row]!
    if (open[code]! > 0) {
      open[code]!--
      validation.push(row)
    } else train.push(row)
  }
  return { train: Int32Array.from(train), validation: Int32Array.from(validation) }
}

/** How many rows each part has where some are set aside first. */
export interface SplitCounts {
  readonly train: number
  readonly validation: number
  readonly aside: number
}

/**
 * @param validation share of the rows that are not set aside
 * @param aside share of all rows
 */
export function countsWithAside(rows: number, validation: number, aside: number): SplitCounts {
  const off = validationCount(rows, aside)
  const held = validationCount(rows - off, validation)
  return { train: rows - off - held, validation: held, aside: off }
}

/**
 * Sets rows aside at random, then divides the others. From the same chance all three parts are the same,
 * whatever becomes of them.
 *
 * @param shares as of {@link countsWithAside}
 * @param codes each row's class: given, every part has its share of each
 */
export function splitWithAside(
  random: Random,
  rows: number,
  shares: { readonly validation: number; readonly aside: number },
  codes?: Int32Array,
): Split & { readonly aside: Int32Array } {
  const { train: rest, validation: aside } = splitRows(random, rows, shares.aside, codes)
  const restCodes = codes && rest.map((row) => codes[row]!)
  const { train, validation } = splitRows(random, rest.length, shares.validation, restCodes)
  return {
    train: train.map((at) => rest[at]!),
    validation: validation.map((at) => rest[at]!),
    aside,
  }
}

/** @returns how many of `rows` the first, largest part of a k-fold split holds; others hold one less at most */
export function foldSize(rows: number, folds: number): number {
  return Math.ceil(rows / folds)
}

/**
 * Divides rows at random into parts and holds out one. From the same chance, the parts held out for
 * all `fold`s hold every row exactly once. Where parts differ by a row, the larger rest leaves one out
 * of training, so that every fold takes as many steps.
 *
 * @param fold which part is held out, from 0
 * @param codes each row's class: given, each part's count of every class differs by one at most
 */
export function foldRows(
  random: Random,
  rows: number,
  folds: number,
  fold: number,
  codes?: Int32Array,
): Split {
  const shuffled = permutation(random, rows)
  // Dealt out class by class like cards, every part gets its share of each.
  const dealt = codes ? stableByClass(shuffled, codes) : shuffled
  const partOf = new Int32Array(rows)
  dealt.forEach((row, position) => (partOf[row] = position % folds))
  return {
    train: shuffled.filter((row) => partOf[row] !== fold).subarray(0, rows - foldSize(rows, folds)),
    validation: shuffled.filter((row) => partOf[row] === fold),
  }
}

function stableByClass(order: Int32Array, codes: Int32Array): Int32Array {
  const counts = new Int32Array(codes.reduce((most, code) => Math.max(most, code), -1) + 2)
  for (const code of codes) counts[code + 1]!++
  for (let code = 1; code < counts.length; code++) counts[code]! += counts[code - 1]!
  const sorted = new Int32Array(order.length)
  for (const row of order) sorted[counts[codes[row]!]!++] = row
  return sorted
}

/** How many rows of each class to hold out: its exact share, cut, the rest by largest remainder. */
function quotas(codes: Int32Array, held: number): Int32Array {
  const counts = new Int32Array(codes.reduce((most, code) => Math.max(most, code), -1) + 1)
  for (const code of codes) counts[code]!++
  const exact = Array.from(counts, (count) => (count * held) / codes.length)
  const result = Int32Array.from(exact, Math.floor)
  const rest = held - result.reduce((sum, count) => sum + count, 0)
  const byRemainder = exact
    .map((share, code) => ({ code, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.code - b.code)
  for (const { code } of byRemainder.slice(0, rest)) result[code]!++
  return result
}
