/*
 * R, pandas and their like print a table in columns that blanks align, and values of several words, or of
 * none, in them. What distinguishes such columns are the places where every line has a blank, and the names
 * over them.
 */

/** Lines that are looked at. */
const looked = 500

interface Span {
  readonly from: number
  readonly to: number
}

/**
 * Where the columns of a printed table begin, the first at 0.
 *
 * @param text with the names in its first line
 * @returns undefined where the names don't say it, or no columns are aligned
 */
export function findEdges(text: string): readonly number[] | undefined {
  const [names = '', ...rows] = printed(text)
  if (rows.length < 2 || rows.some((row) => row.includes('\t'))) return undefined
  // Two blanks together are what aligns.
  if (rows.filter((row) => /\S {2,}\S/.test(row)).length * 2 < rows.length) return undefined
  const length = Math.max(names.length, ...rows.map((row) => row.length))
  const isFree = Array.from({ length }, (_, at) =>
    [names, ...rows].every((row) => at >= row.length || row[at] === ' '),
  )
  const words = [...names.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    return { from: index, to: index + word.length }
  })
  const [first] = words
  if (!first) return undefined
  const edges = [0]
  const ahead = gaps(isFree, 0, first.from).filter(({ from }) => from > 0)
  if (ahead.length > 0) {
    // The rows' own names have no name over them, and may be of several words.
    const widest = Math.max(...ahead.map(({ from, to }) => to - from))
    const [gap, other] = ahead.filter(({ from, to }) => to - from === widest)
    if (!gap || other) return undefined
    edges.push(gap.to)
  }
  for (const [at, word] of words.slice(1).entries()) {
    const before = words[at]!
    const between = gaps(isFree, before.to, word.from)
    // No gap: one name of two words.
    if (between.length === 0) continue
    const gap = between.length === 1 ? between[0] : chosen(between, rows, before, word)
    if (!gap) return undefined
    edges.push(gap.to)
  }
  const filled = withoutHollow(edges, rows)
  return filled.length > 1 ? filled : undefined
}

/** The lines up to the first that is blank. */
function printed(text: string): readonly string[] {
  const lines = text.split('\n', looked).map((line) => line.trimEnd())
  const from = lines.findIndex((line) => line !== '')
  const end = lines.indexOf('', Math.max(from, 0))
  return from < 0 ? [] : lines.slice(from, end < 0 ? undefined : end)
}

/** Runs of free places, whole or in part between two others. */
function gaps(isFree: readonly boolean[], from: number, to: number): readonly Span[] {
  const found: Span[] = []
  for (let at = from; at < to; at++) {
    if (!isFree[at]) continue
    const start = at
    while (at < to && isFree[at]) at++
    found.push({ from: start, to: at })
  }
  return found
}

/** Among gaps of which some are only between words: values stand under the end of their name, or its beginning. */
function chosen(
  between: readonly Span[],
  rows: readonly string[],
  before: Span,
  word: Span,
): Span | undefined {
  const filled = (row: string, at: number): boolean => (row[at] ?? ' ') !== ' '
  const left = rows.every((row) => filled(row, before.from))
  const right = rows.every((row) => filled(row, word.to - 1) && !filled(row, word.to))
  if (left === right) return undefined
  return right ? between[0] : between.at(-1)
}

/** A name over nothing goes on the one before. */
function withoutHollow(edges: readonly number[], rows: readonly string[]): readonly number[] {
  return edges.filter((edge, column) => {
    const end = edges[column + 1]
    return column === 0 || rows.some((row) => row.slice(edge, end).trim() !== '')
  })
}
