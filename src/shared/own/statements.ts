/*
 * Splits pasted Python into statements, also where a web page has changed it on the way: line breaks or
 * indentation lost or doubled, line numbers or prompts in front. Nothing is moved: a statement knows
 * where it stands in the text that was pasted.
 */

/** A statement, or the head of a compound one up to its colon. */
export interface PastedStatement {
  readonly from: number
  readonly to: number
  /** `def`, `for`, `if` and the like; undefined for a simple statement. */
  readonly head: string | undefined
  /** Of the line that it begins; undefined where it stands after another one. */
  readonly indent: number | undefined
}

export interface PastedText {
  /** As long as what was pasted, with blanks for what is no code. */
  readonly source: string
  readonly statements: readonly PastedStatement[]
}

interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'open' | 'close'
  readonly text: string
  readonly from: number
  readonly to: number
  /** Whether a line break stands before it. */
  readonly first: boolean
}

const heads = new Set('def for with if elif else while class try except finally async'.split(' '))
const alone = new Set(
  'def for with while class return import from pass elif del raise try except'.split(' '),
)
const joining = new Set('and or not in is as if else lambda import'.split(' '))
const wanting = new Set([...joining, ...heads, ...'return from del raise assert print'.split(' ')])
wanting.delete('print')
const ended = new Set('pass break continue'.split(' '))

export function splitPaste(pasted: string): PastedText {
  const { source, margins } = cleaned(pasted)
  const tokens = tokensOf(source)
  const statements: PastedStatement[] = []
  let depth = 0
  let from = 0
  const close = (to: number): void => {
    if (from === to) return
    const [start, last] = [tokens[from]!, tokens[to - 1]!]
    const head = heads.has(start.text) && last.text === ':' ? start.text : undefined
    statements.push({
      from: start.from,
      to: last.to,
      head,
      indent: start.first ? indentAt(source, start.from, margins) : undefined,
    })
  }
  tokens.forEach((token, at) => {
    const before = tokens[at - 1]
    // Brackets that are never closed end with the next line that can only begin something.
    if (
      depth > 0 &&
      token.first &&
      ['def', 'for', 'with', 'return', 'class'].includes(token.text)
    ) {
      depth = 0
    }
    if (before && from < at && depth === 0) {
      const headed = heads.has(tokens[from]!.text) && before.text === ':'
      const next = tokens[at + 1]
      if (token.text === ';' || headed || parts(before, token, next, tokens[from]!)) {
        close(at)
        from = at
      }
    }
    if (token.text === ';' && depth === 0) from = at + 1
    if (token.kind === 'open') depth++
    if (token.kind === 'close') depth = Math.max(0, depth - 1)
  })
  close(tokens.length)
  return { source, statements }
}

/** Whether a new statement begins between two tokens outside of brackets. */
function parts(before: Token, token: Token, next: Token | undefined, start: Token): boolean {
  const { kind, text } = token
  const word = kind === 'name'
  if (ended.has(before.text)) return true
  if (word && alone.has(text)) {
    // "from … import", and words that are names of something.
    return !(text === 'import' && start.text === 'from') && before.text !== '.'
  }
  if (word && text === 'else') return next?.text === ':'
  const operand =
    (before.kind === 'name' && !wanting.has(before.text)) ||
    before.kind === 'number' ||
    before.kind === 'string' ||
    before.kind === 'close'
  if (!operand) return token.first && before.text !== '\\' && wanting.has(before.text) && word
  if (word && joining.has(text)) return text === 'if' && token.first
  if (word || kind === 'number' || kind === 'string') return before.text !== '.'
  return token.first && (kind === 'open' || text === '@')
}

const tokenForm =
  /([rbfuRBFU]{0,2}(?:"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))|((?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|([([{])|([)\]}])|(\*\*=?|\/\/=?|[-+*/%@<>=!:|&^]=|->|<<|>>|[^\s\\])/uy

function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  const kinds = ['string', 'number', 'name', 'open', 'close', 'operator'] as const
  let first = true
  for (let at = 0; at < source.length;) {
    const letter = source[at]!
    if (letter === '\n') first = true
    if (/[\s\\]/.test(letter)) {
      // A line that ends so goes on in the next.
      const goesOn = letter === '\\' && /^\\[ ]*\n/.exec(source.slice(at, at + 200))
      at += goesOn ? goesOn[0].length : 1
      continue
    }
    tokenForm.lastIndex = at
    const found = tokenForm.exec(source)
    if (!found) {
      at++
      continue
    }
    const kind = kinds[found.slice(1).findIndex((group) => group !== undefined)] ?? 'operator'
    const to = at + found[0].length
    tokens.push({ kind, text: found[0], from: at, to, first })
    first = false
    at = to
  }
  return tokens
}

function indentAt(source: string, at: number, margins: ReadonlyMap<number, number>): number {
  const line = source.lastIndexOf('\n', at - 1) + 1
  return Math.max(0, at - line - (margins.get(line) ?? 0))
}

/**
 * Takes out what is no code, letter by letter, so that all places stay.
 *
 * @returns `margins`: by the place where a line begins, how much of it was its number
 */
function cleaned(pasted: string): { source: string; margins: ReadonlyMap<number, number> } {
  let source = pasted
    .replace(/\r\n/g, ' \n')
    .replace(/\r/g, '\n')
    .replace(/[\u00A0\u2000-\u200A\u202F\u205F\u3000\u200B\u2060\uFEFF\t\f\v]/g, ' ')
    .replace(/[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u2018\u2019\u201A\uFF07]/g, "'")
    .replace(/[\u201C\u201D\u201E\uFF02]/g, '"')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/\uFF08/g, '(')
    .replace(/\uFF09/g, ')')
    .replace(/\uFF0C/g, ',')
    .replace(/\uFF1A/g, ':')
  const blank = (text: string): string => ' '.repeat(text.length)
  // Prompts, and commands to a notebook.
  source = source.replace(/^ *(?:>>>|\.\.\.|(?:In|Out) ?\[[ \d]*\]:)(?= |$)/gm, blank)
  source = source.replace(/^ *[%!].*$/gm, blank)
  const lines = source.split('\n')
  const filled = lines.filter((line) => line.trim() !== '')
  const numbers = filled.map((line) => Number(/^ *(\d+)[.:|)]?(?= |$)/.exec(line)?.[1] ?? NaN))
  const counted = numbers.filter((number, at) => number === (numbers[at - 1] ?? number - 1) + 1)
  const margins = new Map<number, number>()
  if (filled.length > 1 && counted.length >= 0.8 * filled.length) {
    source = source.replace(/^ *\d+[.:|)]?(?: |$)/gm, (number: string, at: number) => {
      margins.set(at, number.length)
      return blank(number)
    })
  }
  source = source.replace(/^ *\d+ *$/gm, blank)
  return { source: withoutComments(source, blank), margins }
}

const code =
  /^# ?@save(?= )|\b(?:def +\w+ *\(|for +[\w, ()]{1,60} +in +|with +\w+\.|return\b|[A-Za-z_][\w.]{0,40}(?:\[[^\]]{0,40}\])? *(?:=(?!=)|[-+*/]=)|[A-Za-z_]\w{0,40}(?:\.\w{1,40})+\()/

/** Comments reach to the end of their line; where line breaks were lost, to what looks like code. */
function withoutComments(source: string, blank: (text: string) => string): string {
  const lost = /\bdef +\w+ *\([^()]*\) *: *(?:[^\s#]|#.*\b(?:for|with)\b.*:)/.test(source)
  const form = /("""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|#.*/g
  const pieces: string[] = []
  let at = 0
  for (let found = form.exec(source); found; found = form.exec(source)) {
    const [text, string] = found
    pieces.push(source.slice(at, found.index))
    const next = string === undefined && lost ? code.exec(text) : null
    const length = !next ? text.length : next.index === 0 ? next[0].length : next.index
    pieces.push(string ?? blank(text.slice(0, length)))
    at = found.index + length
    form.lastIndex = at
  }
  return pieces.join('') + source.slice(at)
}
