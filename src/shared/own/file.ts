import type { Place } from '../rules/ast.ts'
import { rangeText } from '../rules/ranges.ts'
import { numberText } from '../rules/resolve.ts'
import type { HyperParameter } from '../rules/rule.ts'
import type { Fault } from '../rules/faults.ts'
import { ownFault } from './faults.ts'
import { checkRule, type OwnPart, type OwnRule } from './rule.ts'
import { usualRange, usualSymbol } from './usual.ts'

/** Characters of a rule's file, at most. */
export const longestFile = 20_000

/** A rule that can be raced, or everything that is wrong, with places in the text that was read. */
export type ReadRule =
  | { readonly rule: OwnRule; readonly faults?: undefined }
  | { readonly rule?: undefined; readonly faults: readonly Fault[] }

/** How each declaration is written. */
const forms = {
  rule: '# rule: Name',
  note: '# note: Why it moves as it does.',
  colour: '# colour: #2f6fde',
  hyper: '# hyper lr = 0.02 in (0, 1000] as \\eta  # learning rate',
  flag: '# flag amsgrad = off  # what it does',
  slot: '# slot s = 0 as s  # what it holds',
  constant: '# constant eps = 1e-6',
  symbol: '# symbol share = \\theta_t',
} as const

type Form = keyof typeof forms

const numberForm = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`

const patterns = {
  hyper: new RegExp(
    String.raw`^(\w+) = (${numberForm})(?: in ([[(])(${numberForm}), (${numberForm})([\])]))?(?: as ([^#]+?))?$`,
  ),
  flag: /^(\w+) = (on|off)$/,
  slot: new RegExp(String.raw`^(\w+) = (${numberForm}|\w+)(?: (rows|columns))?(?: as ([^#]+?))?$`),
  constant: new RegExp(String.raw`^(\w+) = (${numberForm})$`),
  symbol: /^(\w+) = (\S.*?)$/,
}

/** @returns whether a text says of itself that it is a rule's file */
export function isRuleFile(text: string): boolean {
  return /^\uFEFF?\s*#\s*rule:/.test(text)
}

/** Reads a rule's file: a header of comments, and after a blank line the program. Never throws. */
export function readRule(text: string): ReadRule {
  const top: Place = { line: 1, column: 1, length: 1 }
  if (text.length > longestFile) {
    return { faults: [ownFault(top, 'pasteTooLong', String(longestFile))] }
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)
  const faults: Fault[] = []
  const places = new Map<OwnPart, Place>()
  const notes: string[] = []
  const rule = {
    name: '',
    note: '',
    hyper: [] as OwnRule['hyper'][number][],
    flags: [] as OwnRule['flags'][number][],
    slots: [] as OwnRule['slots'][number][],
    constants: [] as OwnRule['constants'][number][],
    symbols: new Map<string, string>(),
  }
  let colour: string | undefined

  let at = 0
  while (at < lines.length && lines[at]!.trim() === '') at++
  for (; at < lines.length && /^\s*#/.test(lines[at]!); at++) {
    const line = lines[at]!
    const place: Place = { line: at + 1, column: line.search(/\S/) + 1, length: line.trim().length }
    const [, word = '', rest = ''] = /^\s*#\s*(\w+)(?::| |$)(.*)$/.exec(line) ?? []
    if (!Object.hasOwn(forms, word)) {
      faults.push(ownFault(place, 'header', Object.keys(forms).join(', ')))
      continue
    }
    const kind = word as Form
    if (kind === 'rule' || kind === 'note' || kind === 'colour') {
      const value = rest.trim()
      places.set(kind === 'rule' ? 'name' : kind, place)
      if (kind === 'rule') rule.name = value
      else if (kind === 'note') notes.push(value)
      else colour = value.toLowerCase()
      continue
    }
    // What stands after a sign of its own says what it is called.
    const comment = kind === 'symbol' ? -1 : rest.indexOf('#')
    const declared = (comment < 0 ? rest : rest.slice(0, comment)).trim().replace(/\s+/g, ' ')
    const label = comment < 0 ? '' : rest.slice(comment + 1).trim()
    const found = patterns[kind].exec(declared)
    if (!found) {
      faults.push(ownFault(place, 'headerForm', forms[kind]))
      continue
    }
    const [, key = '', value = ''] = found
    const part: OwnPart = `${kind}:${key}`
    places.set(part, place)
    places.set(`${kind}:`, place)
    if (kind === 'hyper') {
      const [, , , open, from, to, close, symbol] = found
      const range =
        open === undefined
          ? usualRange(key)
          : rangeOf(open === '(', Number(from), Number(to), close === ')')
      rule.hyper.push({
        key,
        symbol: symbol ?? usualSymbol(key),
        label,
        default: Number(value),
        range,
      })
    } else if (kind === 'flag') rule.flags.push({ key, label, default: value === 'on' })
    else if (kind === 'constant') rule.constants.push({ key, value: Number(value) })
    else if (kind === 'symbol') rule.symbols.set(key, value)
    else {
      const [, , , square, symbol] = found
      const initial = /^[A-Za-z_]/.test(value) ? value : Number(value)
      rule.slots.push({
        key,
        symbol: symbol ?? usualSymbol(key),
        label,
        ...(initial !== 0 && { initial }),
        ...(square && { square: square as 'rows' | 'columns' }),
      })
    }
  }
  while (at < lines.length && lines[at]!.trim() === '') at++
  const before = at
  const whole: OwnRule = {
    ...rule,
    symbols: Object.fromEntries(rule.symbols),
    note: notes.join('\n').trim(),
    ...(colour !== undefined && { colour }),
    program: lines.slice(before).join('\n').trimEnd(),
  }
  for (const { part, place, message } of checkRule(whole)) {
    // What a line that could not be read declares is not missed as well.
    if (part === 'program' && faults.length > 0) continue
    const known = part === 'program' ? shifted(place, before, lines) : (places.get(part) ?? top)
    faults.push({ place: known, message })
  }
  if (faults.length === 0) return { rule: whole }
  return { faults: faults.sort((a, b) => a.place.line - b.place.line) }
}

function shifted(place: Place, lines: number, all: readonly string[]): Place {
  const line = Math.min(place.line + lines, all.length)
  return { ...place, line }
}

function rangeOf(
  above: boolean,
  minimum: number,
  maximum: number,
  below: boolean,
): HyperParameter['range'] {
  const exclusive = above && below ? 'both' : above ? 'minimum' : below ? 'maximum' : undefined
  return { minimum, maximum, ...(exclusive && { exclusive }) }
}

/** @returns the rule as a file has it; read again, it is the same rule */
export function writeRule(rule: OwnRule): string {
  const symbolOf = (key: string, symbol: string): string =>
    symbol === usualSymbol(key) ? '' : ` as ${symbol}`
  const labelled = (line: string, label: string): string => (label ? `${line}  # ${label}` : line)
  const header = [
    `rule: ${rule.name}`,
    ...(rule.note === '' ? [] : rule.note.split('\n').map((line) => `note: ${line}`)),
    ...(rule.colour === undefined ? [] : [`colour: ${rule.colour}`]),
    ...rule.hyper.map(({ key, symbol, label, default: value, range }) =>
      labelled(
        `hyper ${key} = ${numberText(value)}${sameRange(range, usualRange(key)) ? '' : ` in ${rangeText(range)}`}${symbolOf(key, symbol)}`,
        label,
      ),
    ),
    ...rule.flags.map(({ key, label, default: value }) =>
      labelled(`flag ${key} = ${value ? 'on' : 'off'}`, label),
    ),
    ...rule.slots.map(({ key, symbol, label, initial = 0, square }) =>
      labelled(
        `slot ${key} = ${typeof initial === 'number' ? numberText(initial) : initial}${square ? ` ${square}` : ''}${symbolOf(key, symbol)}`,
        label,
      ),
    ),
    ...rule.constants.map(({ key, value }) => `constant ${key} = ${numberText(value)}`),
    ...Object.entries(rule.symbols).map(([key, symbol]) => `symbol ${key} = ${symbol}`),
  ]
  return `${header.map((line) => `# ${line}`.trimEnd()).join('\n')}\n\n${rule.program}\n`
}

function sameRange(one: HyperParameter['range'], other: HyperParameter['range']): boolean {
  return rangeText(one) === rangeText(other)
}
