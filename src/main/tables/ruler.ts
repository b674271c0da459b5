/*
 * Programs that print tables draw a line of dashes below the names, which says where the columns are:
 * "----+------" of psql, "+----+------+" of MySQL, "|---|---:|" of Markdown, "---- ------" of sqlcmd,
 * SQL*Plus and SQLite, "----,------" of sqlcmd with a delimiter.
 */

/** The line of dashes, and what it says. */
export interface Ruler {
  /** As it is written, without blanks at its end. */
  readonly line: string
  /** The line of the names, from 0. */
  readonly names: number
  /** What stands between values; a space where {@link edges} is given, none where there is one column. */
  readonly delimiter: string | undefined
  /** A bar begins and ends each row of several values. */
  readonly framed: boolean
  /** Where columns begin, if blanks align them. */
  readonly edges?: readonly number[]
}

/** So far down it is looked for, in lines. */
const deepest = 100

const crossed = /^\s*[+|]?\s*:?[-=]+:?\s*(?:[+|]\s*:?[-=]+:?\s*)+[+|]?\s*$/
const framed = /^\s*[+|]\s*:?[-=]+:?\s*[+|]\s*$/
const box = /^\s*[┌├╞╔╠╭]?[─━═]+(?:[┬┼╪╦╬][─━═]+)+[┐┤╡╗╣╮]?\s*$/
const apart = /^ *(-+(?: +-+)+|=+(?: +=+)+) *$/
const parted = /^-+[ ]*(?:([,;\t~^])[ ]*-+[ ]*)(?:\1[ ]*-+[ ]*)*$/

/** @param text a file's start, with line feeds alone */
export function findRuler(text: string): Ruler | undefined {
  const lines = text.split('\n', deepest).map((line) => line.trimEnd())
  for (const [at, line] of lines.entries()) {
    if (!/^[\s+|:┌├╞╔╠╭]*[-=─━═]/.test(line)) continue
    // A table in a frame has a line above its names as well.
    for (const names of [at - 1, at + 1]) {
      const found = read(line, lines[names] ?? '')
      if (!found) continue
      // Dashes may also be missing values: few of them are a line only beside what comes first.
      const ahead = lines.slice(0, Math.min(at, names))
      const first = ahead.every((each) => each === '' || isDrawn(each))
      const sure = first || (names < at ? /\+|─|═|[-=]{4}/ : /^\s*[+┌╔╭]/).test(line)
      if (sure) return { line, names, framed: isFramed(lines[names]!), ...found }
    }
  }
  return undefined
}

const isFramed = (names: string): boolean =>
  /^\s*\|.*\|.*\|$/.test(names) || /^│.*[│┆].*│$/.test(names)

const isDrawn = (line: string): boolean => /^[-=+|:\s─━═┌┬┐]+$/.test(line)

function read(line: string, names: string): Pick<Ruler, 'delimiter' | 'edges'> | undefined {
  if (names.trim() === '' || isDrawn(names)) return undefined
  if (crossed.test(line) || framed.test(line)) {
    return names.includes('|') ? { delimiter: '|' } : undefined
  }
  if (box.test(line)) {
    const delimiter = ['│', '┃', '║'].find((each) => names.includes(each))
    return delimiter === undefined ? undefined : { delimiter }
  }
  if (apart.test(line)) {
    const edges = [...line.matchAll(/[-=]+/g)].map(({ index }, column) =>
      column === 0 ? 0 : index,
    )
    const free = edges.slice(1).every((edge) => edge > names.length || names[edge - 1] === ' ')
    return free && isLong(line, names, edges) ? { delimiter: ' ', edges } : undefined
  }
  const [, delimiter] = parted.exec(line) ?? []
  if (delimiter !== undefined) {
    const dashes = line.split(delimiter)
    const over = names.split(delimiter)
    const fits = dashes.every((each, column) => each.trim().length >= over[column]!.trim().length)
    return dashes.length === over.length && fits ? { delimiter } : undefined
  }
  const alone = /^\s*-{3,}$/.test(line) && line.length >= names.trimEnd().length
  return alone && !/[,;\t|]/.test(names) ? { delimiter: undefined } : undefined
}

/** Whether dashes reach under all of each name: what stands below names alone may be missing values. */
function isLong(line: string, names: string, edges: readonly number[]): boolean {
  return edges.every((edge, column) => {
    const part = (text: string): string => text.slice(edge, edges[column + 1]).trim()
    return part(names) === '' || part(line).length >= part(names).length
  })
}
