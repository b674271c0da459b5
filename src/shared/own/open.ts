import type { Declarations } from '../rules/ast.ts'
import type { Fault } from '../rules/faults.ts'
import { parseProgram } from '../rules/parse.ts'
import { isRuleFile, readRule } from './file.ts'
import { freeNames } from './names.ts'
import { readPaste } from './paste.ts'
import { checkRule, isKey, mostOf, type OwnRule } from './rule.ts'
import { usualHyper, usualSymbol } from './usual.ts'

/** What a text holds: rules, and everything that is wrong, with places in the text. */
export interface OpenedRules {
  /** `lines`: a program by itself. */
  readonly kind: 'file' | 'paste' | 'lines'
  readonly rules: readonly OwnRule[]
  readonly faults: readonly Fault[]
}

/**
 * Reads a rule's file, functions of a tutorial, or lines of the rule language by themselves. Never
 * throws.
 *
 * @param name of a rule that does not say its own
 */
export function openRules(text: string, name: string): OpenedRules {
  if (isRuleFile(text)) {
    const { rule, faults = [] } = readRule(text)
    return { kind: 'file', rules: rule ? [rule] : [], faults }
  }
  if (!/\bdef\b|\.grad\b/.test(text) && freeNames(text).gradients.size === 0) {
    const { rule, faults } = readLines(text, name)
    return { kind: 'lines', rules: rule ? [rule] : [], faults }
  }
  return { kind: 'paste', ...readPaste(text, name) }
}

/** A name that a program uses and nobody declares. */
export interface UndeclaredName {
  readonly name: string
  /** What it can be: what a line assigns to is a slot. */
  readonly as: 'slot' | 'hyper'
}

/** @returns the names that a program needs declared, as far as it can be read */
export function undeclaredNames(program: string, declared: Declarations): UndeclaredName[] {
  const found: UndeclaredName[] = []
  const lines = program.split('\n')
  const assigned = new Set(
    [...program.matchAll(/^[ \t]*([A-Za-z]\w*)[ \t]*(?:[-+*/]?=)(?!=)/gm)].map(([, name]) => name!),
  )
  while (found.length < mostOf.slots + mostOf.hyper) {
    const of = (as: UndeclaredName['as']): string[] =>
      found.filter((each) => each.as === as).map((each) => each.name)
    const { fault } = parseProgram(program, {
      ...declared,
      hyper: [...declared.hyper, ...of('hyper')],
      slots: [...declared.slots, ...of('slot')],
    })
    if (fault?.code !== 'unknownName' && fault?.code !== 'maybeUnset') break
    const { line, column } = fault.place
    const name = /^\w+/.exec(lines[line - 1]?.slice(column - 1) ?? '')?.[0] ?? ''
    if (!isKey(name) || found.some((each) => each.name === name)) break
    found.push({ name, as: assigned.has(name) ? 'slot' : 'hyper' })
  }
  return found
}

/** A program by itself: what it does not assign is a hyper-parameter, what it reads first a slot. */
function readLines(program: string, name: string): { rule?: OwnRule; faults: Fault[] } {
  const names = undeclaredNames(program, { hyper: [], flags: [], slots: [] })
  const rule: OwnRule = {
    name,
    note: '',
    hyper: names.flatMap((each) => (each.as === 'hyper' ? [usualHyper(each.name)] : [])),
    flags: [],
    slots: names.flatMap((each) =>
      each.as === 'slot' ? [{ key: each.name, symbol: usualSymbol(each.name), label: '' }] : [],
    ),
    constants: [],
    symbols: {},
    program: program.replace(/\r\n?/g, '\n').trimEnd(),
  }
  const faults = checkRule(rule)
  return faults.length > 0 ? { faults } : { rule, faults }
}
