import { Refusal, type FormulaFault } from './fault.ts'
import { binary, unary } from './program.ts'
import { deepest, scan, type Token } from './scan.ts'

/** A formula as a tree. Places (`at`) are those in the typed text. */
export type Node =
  | { readonly kind: 'number'; readonly text: string; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negate'; readonly of: Node }
  | {
      readonly kind: 'operation'
      readonly sign: '+' | '-' | '*' | '/' | '^'
      readonly left: Node
      readonly right: Node
      /** Of a product: that no sign stands between its factors. */
      readonly implicit?: boolean
    }
  | { readonly kind: 'call'; readonly name: string; readonly inputs: readonly Node[] }

export const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E }
const variables = ['x', 'y']
const values = [...variables, ...Object.keys(constants)]

/** How many arguments each function takes. */
const arities: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.keys(unary).map((name) => [name, 1])),
  ...Object.fromEntries(Object.keys(binary).map((name) => [name, 2])),
}

const isFunction = (name: string): boolean => Object.hasOwn(arities, name)

/** What the operators are called as functions. */
const operators: Readonly<Record<string, '+' | '-' | '*' | '/' | '^'>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  pow: '^',
}

/**
 * Reads a formula by recursive descent. From loose to tight: sum; product and quotient; product
 * without a sign, so that `x/2y` is x/(2y), but `1/2x` is (1/2)x where numbers alone are divided;
 * sign; power, which takes from the right and takes a sign as exponent.
 *
 * @throws Refusal
 */
export function parse(text: string): Node {
  return new Parser(text).whole()
}

class Parser {
  private place = 0
  private depth = 0
  /** Whether the innermost open bracket is a `|`, which the next `|` after a factor closes. */
  private inBars = false

  private readonly tokens: readonly Token[]

  constructor(private readonly text: string) {
    this.tokens = scan(text)
  }

  whole(): Node {
    const tree = this.sum()
    if (this.next.kind !== 'end') throw this.misplaced()
    return tree
  }

  private get next(): Token {
    return this.tokens[this.place]!
  }

  private is(sign: string, token = this.next): boolean {
    return token.kind === 'sign' && token.text === sign
  }

  private take(sign: string): boolean {
    if (!this.is(sign)) return false
    this.place++
    return true
  }

  private sum(): Node {
    let left = this.product()
    for (;;) {
      const sign = this.is('+') ? '+' : this.is('-') ? '-' : undefined
      if (!sign) return left
      this.place++
      left = { kind: 'operation', sign, left, right: this.product() }
    }
  }

  private product(): Node {
    let left = this.adjacent()
    for (;;) {
      const sign = this.is('*') ? '*' : this.is('/') ? '/' : undefined
      if (!sign) return left
      this.place++
      left = { kind: 'operation', sign, left, right: this.adjacent() }
    }
  }

  private adjacent(): Node {
    let left = this.fraction()
    while (this.begins() || (this.next.kind === 'number' && !this.behindNumber)) {
      left = { kind: 'operation', sign: '*', left, right: this.fraction(), implicit: true }
    }
    return left
  }

  /** Whether a token begins a factor, other than a number, that no sign parts from what was before. */
  private begins(token = this.next): boolean {
    return token.kind === 'name' || this.is('(', token) || (this.is('|', token) && !this.inBars)
  }

  private get behindNumber(): boolean {
    return this.tokens[this.place - 1]?.kind === 'number'
  }

  /** Numbers divided by numbers before a factor: `1/2 x`. */
  private fraction(): Node {
    let left = this.signed()
    let last = left
    while (this.is('/') && isNumber(last) && this.behindNumber) {
      const [number, behind] = this.tokens.slice(this.place + 1, this.place + 3)
      if (number?.kind !== 'number' || !behind || !this.begins(behind)) break
      this.place++
      last = this.signed()
      left = { kind: 'operation', sign: '/', left, right: last }
    }
    return left
  }

  private signed(): Node {
    return this.deeper(() => {
      if (this.take('-')) return { kind: 'negate', of: this.signed() }
      if (this.take('+')) return this.signed()
      const base = this.factor()
      if (!this.take('^')) return base
      return { kind: 'operation', sign: '^', left: base, right: this.signed() }
    })
  }

  private factor(): Node {
    const token = this.next
    if (token.kind === 'number') {
      this.place++
      return { kind: 'number', text: token.text, value: Number(token.text) }
    }
    if (token.kind === 'name') {
      this.place++
      return this.named(token)
    }
    if (this.take('(')) return this.within(false, ')')
    if (this.take('|')) return { kind: 'call', name: 'abs', inputs: [this.within(true, '|')] }
    throw this.misplaced()
  }

  private named(token: Token): Node {
    const name = token.text
    if (values.includes(name)) return { kind: 'name', name }
    if (!isFunction(name)) {
      throw this.refuse(this.is('(') ? 'unknown-function' : 'unknown-name', token, meantBy(name))
    }
    if (!this.take('(')) throw this.refuse('needs-brackets', token)
    const inputs = this.inputs()
    if (inputs.length !== arities[name]) throw this.refuse('arguments', token)
    const [left, right] = inputs
    const sign = Object.hasOwn(operators, name) ? operators[name] : undefined
    return sign && left && right
      ? { kind: 'operation', sign, left, right }
      : { kind: 'call', name, inputs }
  }

  private inputs(): readonly Node[] {
    if (this.take(')')) return []
    const outside = this.inBars
    this.inBars = false
    const inputs = [this.sum()]
    while (this.take(',')) inputs.push(this.sum())
    this.inBars = outside
    if (!this.take(')')) throw this.misplaced()
    return inputs
  }

  private within(bars: boolean, end: string): Node {
    const outside = this.inBars
    this.inBars = bars
    const content = this.sum()
    this.inBars = outside
    if (!this.take(end)) throw this.misplaced()
    return content
  }

  private deeper<T>(read: () => T): T {
    if (++this.depth > deepest) throw this.refuse('too-deep')
    const made = read()
    this.depth--
    return made
  }

  private misplaced(): Refusal {
    return this.refuse('syntax')
  }

  private refuse(kind: FormulaFault['kind'], token = this.next, meant?: string): Refusal {
    const { at, length } = token
    const what = this.text.slice(at, at + length)
    return new Refusal({ kind, at, what, ...(meant === undefined ? {} : { meant }) })
  }
}

function isNumber(node: Node): boolean {
  return node.kind === 'number' || (node.kind === 'negate' && node.of.kind === 'number')
}

/** What functions are called elsewhere. */
const elsewhere: Readonly<Record<string, string>> = {
  arcsin: 'asin',
  arccos: 'acos',
  arctan: 'atan',
  tg: 'tan',
  lg: 'log10',
}

/**
 * Guesses at a name that is unknown: another spelling, factors without a sign between them, or a
 * function without its brackets.
 *
 * @returns `x*y` for `xy`, `x*sin` for `xsin`, `sin(x)` for `sinx`; undefined where nothing fits
 */
function meantBy(name: string): string | undefined {
  if (name.length > longestGuess) return undefined
  const lower = name.toLowerCase()
  if (Object.hasOwn(elsewhere, lower)) return elsewhere[lower]
  if (values.includes(lower) || isFunction(lower)) return lower
  const parts = partsOf(lower)
  const [before, last] = parts?.slice(-2) ?? []
  if (!parts || before === undefined || last === undefined) return undefined
  if (arities[before] !== 1) return parts.join('*')
  return [...parts.slice(0, -2), `${before}(${last})`].join('*')
}

/** Names of more letters are words of something else. */
const longestGuess = 24

/** Cuts a name into known ones, of which a function may stand last, or last but one. */
function partsOf(name: string): string[] | undefined {
  if (values.includes(name) || isFunction(name)) return [name]
  for (const value of values) {
    const rest = name.startsWith(value) ? partsOf(name.slice(value.length)) : undefined
    if (rest) return [value, ...rest]
  }
  const called = Object.keys(arities).find(
    (each) => name.startsWith(each) && values.includes(name.slice(each.length)),
  )
  return called === undefined ? undefined : [called, name.slice(called.length)]
}
