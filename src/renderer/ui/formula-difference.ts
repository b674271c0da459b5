/**
 * One piece of a formula that can be marked by itself. Fractions, roots and brackets hold pieces of
 * their own, so that only what differs inside them is marked.
 */
export interface Piece {
  /** KaTeX source of the whole piece. */
  readonly tex: string
  /** The same in the symbols of the formula that it is held against. */
  readonly meant: string
  /** Present on a piece that holds others: what stands before, between and after them. */
  readonly frame?: readonly string[]
  readonly parts?: readonly (readonly Piece[])[]
}

/** Signs that need space around them; a mark must not take it away. */
const binary = new Set(['+', '-', '\\cdot', '\\times'])

/** What KaTeX source means in the symbols of another formula. */
export type Meaning = (tex: string) => string

/** Splits KaTeX source into pieces. Unknown commands are taken as symbols. */
export function readPieces(tex: string, meaning: Meaning = (same) => same): Piece[] {
  const meant = (pieces: readonly Read[]): Piece[] =>
    pieces.map((piece) => ({
      ...piece,
      meant: meaning(piece.tex),
      parts: piece.parts?.map(meant),
    }))
  return meant(readUntil({ tex, at: 0 }, ''))
}

type Read = Pick<Piece, 'tex' | 'frame'> & { readonly parts?: readonly (readonly Read[])[] }

interface Reader {
  readonly tex: string
  at: number
}

function readUntil(reader: Reader, end: string): Read[] {
  const pieces: Read[] = []
  while (reader.at < reader.tex.length && (end === '' || !reader.tex.startsWith(end, reader.at))) {
    if (reader.tex[reader.at] === ' ') {
      reader.at++
      continue
    }
    const from = reader.at
    const piece = readPiece(reader)
    const scripts = readScripts(reader)
    const { frame } = piece
    pieces.push(
      scripts === ''
        ? piece
        : {
            ...piece,
            tex: reader.tex.slice(from, reader.at),
            frame: frame && [...frame.slice(0, -1), `${frame.at(-1)}${scripts}`],
          },
    )
  }
  if (end !== '') reader.at += end.length
  return pieces
}

function readPiece(reader: Reader): Read {
  const from = reader.at
  const rest = reader.tex.slice(from)
  const number = /^\d+(\.\d+)?/.exec(rest)?.[0]
  const command = /^\\([a-zA-Z]+|.)/.exec(rest)?.[0]
  if (number !== undefined) {
    reader.at += number.length
    return { tex: number }
  }
  if (command === '\\frac' || command === '\\sqrt') {
    reader.at += command.length
    const parts = [readGroup(reader)]
    if (command === '\\frac') parts.push(readGroup(reader))
    const frame = [`${command}{`, ...(parts.length > 1 ? ['}{'] : []), '}']
    return { tex: reader.tex.slice(from, reader.at), frame, parts }
  }
  if (command === '\\left') {
    reader.at += command.length
    const open = `${command}${readDelimiter(reader)} `
    const parts = [readUntil(reader, '\\right')]
    const close = ` \\right${readDelimiter(reader)}`
    return { tex: reader.tex.slice(from, reader.at), frame: [open, close], parts }
  }
  if (command === '\\begin') {
    let depth = 0
    do {
      const [ends = ''] = /\\(begin|end)\{cases\}/.exec(reader.tex.slice(reader.at)) ?? []
      if (ends === '') break
      depth += ends === '\\begin{cases}' ? 1 : -1
      reader.at = reader.tex.indexOf(ends, reader.at) + ends.length
    } while (depth > 0)
    return { tex: reader.tex.slice(from, reader.at) }
  }
  if (command !== undefined) {
    reader.at += command.length
    // Accents and names take what follows.
    if (/^\\(hat|tilde|bar|operatorname|text|mathrm)$/.test(command)) readArgument(reader)
    return { tex: reader.tex.slice(from, reader.at) }
  }
  if (rest.startsWith('{')) {
    readArgument(reader)
    return { tex: reader.tex.slice(from, reader.at) }
  }
  reader.at++
  return { tex: reader.tex[from] ?? '' }
}

/** A bracket, or a command that draws one. */
function readDelimiter(reader: Reader): string {
  const delimiter = /^\s*(\\[a-zA-Z]+|\\?.)/.exec(reader.tex.slice(reader.at))?.[0] ?? ''
  reader.at += delimiter.length
  return delimiter
}

function readGroup(reader: Reader): Read[] {
  reader.at++
  return readUntil(reader, '}')
}

/** Steps over one argument, in braces or bare. */
function readArgument(reader: Reader): void {
  while (reader.tex[reader.at] === ' ') reader.at++
  if (reader.tex[reader.at] !== '{') {
    reader.at += /^(\\[a-zA-Z]+|.)/.exec(reader.tex.slice(reader.at))?.[0].length ?? 1
    return
  }
  let depth = 0
  do {
    const letter = reader.tex[reader.at++]
    if (letter === '{') depth++
    if (letter === '}') depth--
  } while (depth > 0 && reader.at < reader.tex.length)
}

function readScripts(reader: Reader): string {
  const from = reader.at
  while (/[_^']/.test(reader.tex[reader.at] ?? '')) {
    const prime = reader.tex[reader.at] === "'"
    reader.at++
    if (!prime) readArgument(reader)
  }
  return reader.tex.slice(from, reader.at)
}

/** Adds to `marks` the pieces of one formula that have no counterpart, in order, in another. */
function differing(pieces: readonly Piece[], others: readonly Piece[], marks: Set<Piece>): void {
  const kept = common(pieces, others)
  const spare = others.filter((_, index) => !kept.some(([, at]) => at === index))
  pieces.forEach((piece, index) => {
    if (kept.some(([at]) => at === index)) return
    // A fraction against another fraction differs somewhere inside.
    const like = piece.frame && spare.findIndex(({ frame }) => same(frame, piece.frame))
    const other = like === undefined || like < 0 ? undefined : spare.splice(like, 1)[0]
    if (!other) {
      marks.add(piece)
      return
    }
    piece.parts?.forEach((part, at) => differing(part, other.parts?.[at] ?? [], marks))
  })
}

const same = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  a !== undefined && b !== undefined && a.join('\0') === b.join('\0')

/** Places of the longest common subsequence. */
function common(a: readonly Piece[], b: readonly Piece[]): [number, number][] {
  const lengths = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  )
  const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i]
      if (!row) continue
      row[j] =
        a[i]?.meant === b[j]?.meant
          ? length(i + 1, j + 1) + 1
          : Math.max(length(i + 1, j), length(i, j + 1))
    }
  }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i]?.meant === b[j]?.meant) pairs.push([i++, j++])
    else if (length(i + 1, j) >= length(i, j + 1)) i++
    else j++
  }
  return pairs
}

/** @returns KaTeX source with every marked piece in the class `differs`, and what is only called otherwise in `spelled` */
function marked(pieces: readonly Piece[], marks: ReadonlySet<Piece>): string {
  return pieces
    .map((piece) => {
      const { tex, meant, frame, parts } = piece
      if (marks.has(piece)) {
        const wrapped = `\\htmlClass{differs}{${tex}}`
        return binary.has(tex) ? `\\mathbin{${wrapped}}` : wrapped
      }
      if (!frame || !parts) return meant === tex ? tex : `\\htmlClass{spelled}{${tex}}`
      return frame
        .map(
          (text, index) =>
            `${text}${index < parts.length ? marked(parts[index] ?? [], marks) : ''}`,
        )
        .join('')
    })
    .join(' ')
}

/**
 * Marks in each of several formulas what not all of them have.
 *
 * @param formulas lines per formula; lines are held against lines with the same left-hand side
 * @param meanings per formula, what it means in the symbols of the first
 * @param alike of two of them, whether they say the same in another arrangement: then nothing is marked
 * @returns the lines with marks, in the same shape
 */
export function markDifferences(
  formulas: readonly (readonly string[])[],
  meanings: readonly (Meaning | undefined)[] = [],
  alike: (one: number, other: number) => boolean = () => false,
): string[][] {
  const leftSide = (line: string): string => line.split(' = ')[0] ?? line
  const read = formulas.map((lines, at) =>
    lines.map((line) => ({ left: leftSide(line), pieces: readPieces(line, meanings[at]) })),
  )
  return read.map((lines, index) =>
    lines.map(({ left, pieces }) => {
      const marks = new Set<Piece>()
      read.forEach((others, other) => {
        if (other === index || alike(index, other)) return
        const counterpart = others.find((line) => line.left === left)
        differing(pieces, counterpart?.pieces ?? [], marks)
      })
      return marked(pieces, marks)
    }),
  )
}
