import { partsOf, type Expression, type Place, type Statement } from '../rules/ast.ts'
import { findFunction } from '../rules/functions.ts'
import type { Fault } from '../rules/faults.ts'
import { parseProgram } from '../rules/parse.ts'
import { inRange, rangeText } from '../rules/ranges.ts'
import { dedent, declarationsOf } from '../rules/rule-program.ts'
import type { HyperFlag, HyperParameter, Slot, UpdateRule } from '../rules/rule.ts'
import { ownPrefix, type Optimizer } from '../optimizers/types.ts'
import { ownFault, type OwnFaultCode } from './faults.ts'
import { isSymbol, usualLabel } from './usual.ts'

/**
 * A rule that a person wrote, as data: what a built-in rule declares, in one language. It is the
 * content of a file `rules/<name>.py`, which {@link readRule} reads and {@link writeRule} writes.
 */
export interface OwnRule {
  readonly name: string
  /** Why it moves as it does; lines. */
  readonly note: string
  /** Of its line in charts, `#rrggbb`; left out, a spare one. */
  readonly colour?: string
  readonly hyper: readonly OwnHyper[]
  readonly flags: readonly OwnFlag[]
  readonly slots: readonly OwnSlot[]
  /** Numbers with a name. */
  readonly constants: readonly OwnConstant[]
  /** KaTeX source for names of values on the way, where the usual one does not do. */
  readonly symbols: Readonly<Record<string, string>>
  /** In the rule language. */
  readonly program: string
}

export interface OwnHyper extends Omit<HyperParameter, 'label'> {
  /** What it is called; empty for what everybody knows, such as the learning rate. */
  readonly label: string
}

interface OwnFlag extends Omit<HyperFlag, 'label'> {
  readonly label: string
}

interface OwnSlot extends Omit<Slot, 'meaning'> {
  readonly label: string
}

interface OwnConstant {
  readonly key: string
  readonly value: number
}

/** Of what a declaration's fault is: `hyper:lr`, `slot:s`; or `program`. */
export type OwnPart = 'name' | 'note' | 'colour' | 'program' | `${DeclaredKind}:${string}`

type DeclaredKind = 'hyper' | 'flag' | 'slot' | 'constant' | 'symbol'

/** What is wrong with a rule. Its place counts within the program, and is the first for other parts. */
export interface OwnFault extends Fault {
  readonly part: OwnPart
}

/** At most so much of everything. */
export const mostOf = {
  nameLength: 60,
  noteLength: 2000,
  labelLength: 120,
  hyper: 24,
  flags: 8,
  slots: 16,
  constants: 32,
  symbols: 32,
  lines: 300,
  /** Products of matrices and roots of them, which cost more than what is done for each element. */
  products: 64,
  roots: 4,
}

const top: Place = { line: 1, column: 1, length: 1 }

/** @returns everything that is wrong with a rule; of its program the first thing */
export function checkRule(rule: OwnRule): OwnFault[] {
  const faults: OwnFault[] = []
  const fault = (part: OwnPart, code: OwnFaultCode, ...values: string[]): void =>
    void faults.push({ ...ownFault(top, code, ...values), part })
  const { name, note, colour, hyper, flags, slots, constants, symbols } = rule
  if (!isName(name)) fault('name', 'name', String(mostOf.nameLength))
  if (note.length > mostOf.noteLength) fault('note', 'tooLong', String(mostOf.noteLength))
  if (colour !== undefined && !/^#[0-9a-f]{6}$/.test(colour)) fault('colour', 'colour')

  const taken = new Set<string>()
  const declare = (kind: DeclaredKind, key: string, label = '', symbol?: string): void => {
    const part: OwnPart = `${kind}:${key}`
    if (!isKey(key)) fault(part, 'key', key)
    else if (taken.has(key)) fault(part, 'twice', key)
    taken.add(key)
    if (label.length > mostOf.labelLength || /[\n\r]/.test(label)) {
      fault(part, 'tooLong', String(mostOf.labelLength))
    }
    if (symbol !== undefined && !isSymbol(symbol)) fault(part, 'symbol', symbol)
  }
  const many = <T>(list: readonly T[], kind: DeclaredKind, most: number): readonly T[] => {
    if (list.length > most) fault(`${kind}:`, 'tooMany', String(most))
    return list.slice(0, most)
  }
  for (const each of many(hyper, 'hyper', mostOf.hyper)) {
    declare('hyper', each.key, each.label, each.symbol)
    const { minimum, maximum } = each.range
    const part: OwnPart = `hyper:${each.key}`
    if (!Number.isFinite(minimum) || !Number.isFinite(maximum) || minimum >= maximum) {
      fault(part, 'range')
    } else if (!inRange(each.default, each.range)) fault(part, 'outside', rangeText(each.range))
  }
  for (const each of many(flags, 'flag', mostOf.flags)) declare('flag', each.key, each.label)
  for (const each of many(constants, 'constant', mostOf.constants)) {
    declare('constant', each.key)
    if (!Number.isFinite(each.value)) fault(`constant:${each.key}`, 'number')
  }
  for (const each of many(slots, 'slot', mostOf.slots)) {
    declare('slot', each.key, each.label, each.symbol)
    const { initial = 0, square } = each
    const known =
      typeof initial === 'number'
        ? Number.isFinite(initial)
        : (initial === 'w' && !square) || hyper.some(({ key }) => key === initial)
    if (!known) fault(`slot:${each.key}`, 'initial', String(initial))
  }
  for (const [key, symbol] of many(Object.entries(symbols), 'symbol', mostOf.symbols)) {
    if (!isKey(key)) fault(`symbol:${key}`, 'key', key)
    if (!isSymbol(symbol)) fault(`symbol:${key}`, 'symbol', symbol)
  }

  const parsed = parseProgram(rule.program, declarationsOf(ruleParts(rule)))
  if (parsed.fault) faults.push({ ...parsed.fault, part: 'program' })
  else {
    const heavy = tooHeavy(parsed.program.statements)
    if (heavy) faults.push({ ...heavy, part: 'program' })
  }
  return faults
}

/** @returns whether a text can be a rule's name, which is a file's too */
export function isName(name: string): boolean {
  return (
    name.trim() === name &&
    name.length > 0 &&
    name.length <= mostOf.nameLength &&
    !/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]/u.test(name) &&
    !/^\.|\.$/.test(name)
  )
}

/** Names of the language and of Python, which no declaration can have. */
const reserved = new Set(
  `w g t matrix gradient evaluate and or not if elif else pass True False None for while def class
  return import from as with lambda in is del try except finally raise global nonlocal yield assert
  async await break continue`.split(/\s+/),
)

/** @returns whether a declaration can have this key */
export function isKey(key: string): boolean {
  return /^[A-Za-z]\w{0,31}$/.test(key) && !reserved.has(key) && !(key in {}) && !findFunction(key)
}

/** A program whose step would take too long on a large network. */
function tooHeavy(statements: readonly Statement[]): Fault | undefined {
  let lines = 0
  let products = 0
  let roots = 0
  let found: Fault | undefined
  const weigh = (expression: Expression): void => {
    const { kind, place } = expression
    if (kind === 'arithmetic' && expression.operator === '@') products++
    if (kind === 'call' && expression.name === 'inverse_root') roots++
    if (products > mostOf.products) found ??= ownFault(place, 'products', String(mostOf.products))
    if (roots > mostOf.roots) found ??= ownFault(place, 'roots', String(mostOf.roots))
    partsOf(expression).forEach(weigh)
  }
  const visit = (statement: Statement): void => {
    if (++lines > mostOf.lines) found ??= ownFault(statement.place, 'lines', String(mostOf.lines))
    if (statement.kind === 'assign') weigh(statement.value)
    else [...statement.yes, ...statement.no].forEach(visit)
  }
  statements.forEach(visit)
  return found
}

/** @returns the optimizer that a sound rule is, as the built-in ones are declared */
export function ownOptimizer(rule: OwnRule): Optimizer {
  const update: UpdateRule = { ...ruleParts(rule), program: rule.program }
  return {
    id: ownPrefix + rule.name,
    name: rule.name,
    group: 'own',
    ...(rule.colour !== undefined && { colour: rule.colour }),
    paper: { citation: '' },
    why: { en: rule.note, 'zh-CN': rule.note },
    rules: { own: update },
  }
}

function ruleParts(rule: OwnRule): Omit<UpdateRule, 'program' | 'rateLimit'> {
  const text = (key: string, label: string): UpdateRule['hyper'][number]['label'] =>
    label === '' ? usualLabel(key) : { en: label, 'zh-CN': label }
  return {
    hyper: rule.hyper.map(({ label, ...each }) => ({ ...each, label: text(each.key, label) })),
    flags: rule.flags.map(({ label, ...each }) => ({ ...each, label: text(each.key, label) })),
    slots: rule.slots.map(({ label, ...each }) => ({
      ...each,
      meaning: label === '' ? { en: 'state', 'zh-CN': '状态量' } : { en: label, 'zh-CN': label },
    })),
    constants: Object.fromEntries(rule.constants.map(({ key, value }) => [key, value])),
    symbols: rule.symbols,
  }
}

/**
 * A built-in rule as the start of one's own.
 *
 * @param language of its labels
 */
export function ownCopy(
  name: string,
  optimizer: Optimizer,
  rule: UpdateRule,
  language: 'en' | 'zh-CN',
): OwnRule {
  return {
    name,
    note: optimizer.why[language],
    hyper: rule.hyper.map(({ label, ...each }) => ({ ...each, label: label[language] })),
    flags: (rule.flags ?? []).map(({ label, ...each }) => ({ ...each, label: label[language] })),
    slots: rule.slots.map(({ meaning, ...each }) => ({ ...each, label: meaning[language] })),
    constants: Object.entries(rule.constants ?? {}).map(([key, value]) => ({ key, value })),
    symbols: rule.symbols ?? {},
    program: dedent(rule.program),
  }
}
