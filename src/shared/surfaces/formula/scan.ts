import { Refusal } from './fault.ts'

/** The smallest parts of a formula; signs come as ASCII, however they were typed. */
export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end'
  readonly text: string
  /** The place in the text as it was typed, and how many characters it takes there. */
  readonly at: number
  readonly length: number
}

/** Characters of a formula. */
export const longestFormula = 500

/** Brackets, powers and signs may be nested so deep: no formula that a person reads comes near. */
export const deepest = 64

/** Signs of other keyboards, books and word processors, and what they mean. */
const signs: Readonly<Record<string, string>> = {
  ...spread('-', '\u2212\u2010\u2011\u2012\u2013\uFE63'),
  ...spread('*', '\u00B7\u22C5\u2219\u2022\u2027\u30FB\u00D7\u2715\u2217'),
  ...spread('/', '\u00F7\u2215\u2044'),
  ...spread('|', '\u2223\u2758'),
}

function spread(meaning: string, characters: string): Record<string, string> {
  return Object.fromEntries([...characters].map((character) => [character, meaning]))
}

const superscripts = '\u2070\u00B9\u00B2\u00B3\u2074\u2075\u2076\u2077\u2078\u2079'
const raisedMinus = '\u207B'

/** Blanks, and the invisible signs that copied text brings along. */
const blank = /[\s\u200B-\u200D\u2060-\u2063]/
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
/** π and √ are left out of names: `2πx` is a product. */
const name = /(?![π√])[\p{L}_](?:(?![π√])[\p{L}\p{Nd}_])*/uy
const raised = new RegExp(`${raisedMinus}?[${superscripts}]+`, 'y')

/**
 * Cuts a formula into tokens.
 *
 * @throws Refusal at a character that formulas don't have, and where brackets are nested too deep
 */
export function scan(typed: string): Token[] {
  const text = plain(typed)
  const tokens: Token[] = []
  const put = (kind: Token['kind'], what: string, at: number, length: number): void => {
    tokens.push({ kind, text: what, at, length })
  }
  let open = 0
  for (let at = 0; at < text.length;) {
    const character = text[at]!
    const word = match(number, text, at) ?? match(name, text, at)
    if (blank.test(character)) {
      at++
    } else if (word !== undefined) {
      put(/[\d.]/.test(character) ? 'number' : 'name', word, at, word.length)
      at += word.length
    } else if (character === 'π' || character === '√') {
      put('name', character === 'π' ? 'pi' : 'sqrt', at, 1)
      at++
    } else if (text.startsWith('**', at)) {
      put('sign', '^', at, 2)
      at += 2
    } else if ('+-*/^(),|'.includes(character)) {
      if (character === '(' && ++open > deepest) {
        throw new Refusal({ kind: 'too-deep', at, what: typed[at]! })
      }
      if (character === ')') open--
      put('sign', character, at, 1)
      at++
    } else {
      const exponent = match(raised, text, at)
      if (exponent === undefined) {
        const what = String.fromCodePoint(typed.codePointAt(at)!)
        throw new Refusal({ kind: 'unsupported', at, what })
      }
      const digits = exponent.replace(raisedMinus, '')
      put('sign', '^', at, 1)
      if (digits !== exponent) put('sign', '-', at, 1)
      put('number', digits.replace(/./g, (digit) => `${superscripts.indexOf(digit)}`), at, exponent.length) // oxfmt-ignore
      at += exponent.length
    }
  }
  put('end', '', text.length, 0)
  return tokens
}

/** Full-width characters of Chinese and Japanese keyboards, and other signs, one for one. */
function plain(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[^\x20-\x7E]/g, (character) => signs[character] ?? character)
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
