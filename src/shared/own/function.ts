import type { SyntaxNode } from '@lezer/common'
import type { Expression, Place } from '../rules/ast.ts'
import { FaultError } from '../rules/faults.ts'
import { expressionText } from '../rules/listing.ts'
import { childrenOf } from '../rules/parse.ts'
import { asksForFirst, entryKey, firstStarts, isState } from './classes.ts'
import { calledOf, isWhole, refuse, translate, type Reader } from './expressions.ts'
import { change } from './in-place.ts'
import { loopNames } from './loop.ts'
import {
  assignmentCounts,
  demandIndependent,
  freeNames,
  isHolder,
  modules,
  nameSet,
} from './names.ts'
import {
  numberIn,
  type GivenNumbers,
  type Part,
  type PastedFunction,
  type TextReader,
} from './pasted.ts'
import { checkRule, isKey, type OwnHyper, type OwnRule } from './rule.ts'
import { slotStarts } from './starts.ts'
import { usualHyper, usualSymbol } from './usual.ts'

interface Line {
  readonly text: string
  readonly place: Place
}

/**
 * @param starts the functions that make states, met before
 * @throws FaultError
 */
export function translateFunction(
  pasted: PastedFunction,
  starts: readonly PastedFunction[],
  given: GivenNumbers,
): OwnRule {
  const parameters = new Map(pasted.parameters?.map((each) => [each.name, each]))
  const free = pasted.parameters === undefined
  const taken = new Set<string>()
  const weights = new Set<string>()
  const gradients = new Set<string>()
  const slots = new Map<string, string>()
  const locals = new Map<string, string>()
  /** Of a class: what holds hyper-parameters, what holds slots, and what these start from. */
  const groups = new Set<string>()
  const states = new Set<string>()
  const stateStarts = new Map<string, number>()
  const aliases = new Map<string, Expression>()
  const constants = new Map<string, { key: string; value: number }>()
  const hyper = new Map<string, OwnHyper>()
  const lines: Line[] = []
  const counts = assignmentCounts(pasted.body)

  const fresh = (name: string): string => {
    const letters = name === 'g' ? 'u' : name === 'w' ? 'x' : name.replace(/^_+/, '')
    const base = /^[A-Za-z]\w*$/.test(letters) ? letters.slice(0, 28) : 'x'
    for (let n = 1; ; n++) {
      const key = n === 1 ? base : n === 2 ? `${base}_` : `${base}_${n}`
      if (!isKey(key) || taken.has(key)) continue
      taken.add(key)
      return key
    }
  }
  const nameAt = (name: string, place: Place): Expression => ({ kind: 'name', name, place })
  const hyperAt = (key: string, place: Place, own?: number): Expression => {
    if (key === 't' || key === 'step') return nameAt('t', place)
    let found = hyper.get(key)
    if (!found) {
      const value = given.hyper.find(
        ({ beside, values }) => values.has(key) && beside.includes(pasted.name),
      )
      const other = value ?? given.hyper.find(({ values }) => values.has(key))
      const usual = usualHyper(fresh(key), own ?? other?.values.get(key))
      found = { ...usual, symbol: usualSymbol(key) }
      hyper.set(key, found)
    }
    return nameAt(found.key, place)
  }
  const constantAt = (name: string, value: number, place: Place): Expression => {
    let found = constants.get(name)
    if (!found) constants.set(name, (found = { key: fresh(name), value }))
    return nameAt(found.key, place)
  }

  const slotAt = (name: string): string => {
    let key = slots.get(name)
    if (key === undefined) slots.set(name, (key = fresh(name)))
    return key
  }

  const readerOf = ({ textOf, placeOf }: TextReader): Reader => ({
    textOf,
    placeOf,
    nameOf(name, node) {
      const place = placeOf(node)
      if (weights.has(name)) return nameAt('w', place)
      if (gradients.has(name)) return nameAt('g', place)
      const slot = slots.get(name) ?? locals.get(name)
      if (slot !== undefined) return nameAt(slot, place)
      const alias = aliases.get(name)
      if (alias) return { ...alias, place }
      const known = constants.get(name)
      if (known) return nameAt(known.key, place)
      const parameter = parameters.get(name)
      if (parameter && name !== 'self' && !holders.has(name))
        return hyperAt(name, place, parameter.default)
      const number = given.constants.get(name)
      if (number !== undefined && number >= 0) return constantAt(name, number, place)
      return free && !modules.has(name) ? hyperAt(name, place) : undefined
    },
    entryOf(holder, key, place) {
      if (states.has(holder))
        return /^(?:t|step)$/.test(key) ? nameAt('t', place) : nameAt(slotAt(key), place)
      const holds = parameters.has(holder) || groups.has(holder) || holder === 'hyperparams'
      return holds ? hyperAt(key, place) : undefined
    },
  })
  /** What holds several things, and is no number itself. */
  const holders = new Set([...parameters.keys()].filter((name) => isHolder(name, pasted.body)))

  const emit = (target: string, operator: string, value: Expression, place: Place, depth: number) =>
    void lines.push({
      text: `${'    '.repeat(depth)}${target} ${operator} ${expressionText(value)}`,
      place,
    })

  /** @returns what is assigned to in the rule; undefined where it is of no matter to it */
  const targetOf = (node: SyntaxNode, reader: Reader): string | undefined => {
    const [object, sign, inner] = childrenOf(node)
    if (node.name === 'VariableName') {
      const name = reader.textOf(node)
      if (weights.has(name)) return 'w'
      if (gradients.has(name)) return 'g'
      const known = slots.get(name) ?? locals.get(name)
      if (known !== undefined) return known
      const key = fresh(name)
      locals.set(name, key)
      aliases.delete(name)
      return key
    }
    if (node.name === 'ParenthesizedExpression' && sign) return targetOf(sign, reader)
    if (node.name !== 'MemberExpression' || !object || !sign || !inner) return refuse(reader, node)
    if (reader.textOf(sign) === '[') {
      if (isWhole(node, reader)) return targetOf(object, reader)
      // Counting steps is what `t` does.
      if (/^['"](?:t|step)['"]$/.test(reader.textOf(inner))) return undefined
      const entry = entryKey(node, reader, (name) => states.has(name))
      if (entry !== undefined) return slotAt(entry)
      return refuse(reader, node)
    }
    const attribute = reader.textOf(inner)
    if (attribute === 'grad') return undefined
    if (attribute === 'data' || attribute === 'value') {
      return targetOf(object, reader)
    }
    return refuse(reader, node)
  }

  const assign = (part: Part, depth: number): void => {
    const reader = readerOf(part.reader)
    const { node } = part
    const place = reader.placeOf(node)
    const parts = childrenOf(node).filter(({ name }) => name !== 'TypeDef')
    const sign = parts.findIndex(({ name }) => name === 'AssignOp' || name === 'UpdateOp')
    if (sign < 0 || parts.filter(({ name }) => name === 'AssignOp').length > 1) refuse(reader, node)
    const spread = (side: readonly SyntaxNode[]): SyntaxNode[] => {
      const [only] = side
      const inside = only && childrenOf(only)
      const tuple =
        side.length === 1 && inside && /^(Tuple|Array|Parenthesized)Expression$/.test(only.name)
      const flat = tuple && only.name !== 'ParenthesizedExpression' ? inside.slice(1, -1) : side
      return flat.filter((each) => reader.textOf(each) !== ',')
    }
    const targets = spread(parts.slice(0, sign))
    const values = spread(parts.slice(sign + 1))
    const operator = reader.textOf(parts[sign]!)
    const [only] = values
    const several = only && entryKey(only, reader, (name) => groups.has(name))
    if (several !== undefined && values.length === 1 && targets.length > 1) {
      targets.forEach((target, at) => {
        const name = reader.textOf(target)
        const number = given.hyper.find(({ values: held }) => held.has(`${several}[${at}]`))
        const value = number?.values.get(`${several}[${at}]`)
        aliases.set(name, hyperAt(name, place, value))
      })
      return
    }
    if (targets.length !== values.length) refuse(reader, node)
    if (!['=', '+=', '-=', '*=', '/='].includes(operator)) refuse(reader, parts[sign]!)
    if (targets.length > 1) demandIndependent(targets, values, part.reader)
    targets.forEach((target, at) => {
      const value = values[at]!
      if (operator === '=' && target.name === 'VariableName') {
        const name = reader.textOf(target)
        if (isState(value, reader)) {
          states.add(name)
          return
        }
        const entry = entryKey(value, reader, (each) => states.has(each))
        if (entry !== undefined) {
          const key = slotAt(entry)
          if ((slots.get(name) ?? key) !== key) refuse(reader, node)
          locals.set(name, key)
          return
        }
        const once = counts.get(name) === 1
        const free = !slots.has(name) && !weights.has(name)
        const number = numberIn(value, part.reader)
        if (once && free && number !== undefined && number >= 0) {
          constantAt(name, number, place)
          return
        }
        const read = value.name === 'None' ? undefined : translate(value, reader)
        if (once && free && read?.kind === 'name' && isFixed(read.name)) {
          aliases.set(name, read)
          return
        }
        if (!read) return
        const key = targetOf(target, reader)
        if (key !== undefined) emit(key, '=', read, place, depth)
        return
      }
      const key = targetOf(target, reader)
      if (key !== undefined) emit(key, operator, translate(value, reader), place, depth)
    })
  }

  /** Whether a name means the same wherever it is read: an alias can stand for it. */
  const isFixed = (name: string): boolean =>
    name === 't' ||
    (name === 'g' && !lines.some(({ text }) => /^\s*g /.test(text))) ||
    [...hyper.values(), ...constants.values()].some(({ key }) => key === name)

  const visit = (parts: readonly Part[], depth: number): void => {
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at]!
      const reader = readerOf(part.reader)
      const { node, statement } = part
      switch (statement.head) {
        case 'for':
          for (const { name, as } of loopNames(part, (each) => parameters.has(each))) {
            if (as === 'weight') weights.add(name)
            else if (as === 'group') groups.add(name)
            else if (as === 'gradient') gradients.add(name)
            else if (!slots.has(name)) slots.set(name, fresh(name))
          }
          continue
        case 'with':
          if (!/no_grad|pause|record|device|name_scope/.test(reader.textOf(node))) {
            refuse(reader, node)
          }
          continue
        case 'if':
        case 'elif':
        case 'else': {
          const before = parts[at - 1]
          if (
            statement.head === 'else' &&
            before &&
            before.statement.head &&
            asksForFirst(before)
          ) {
            visit(part.under, depth)
            continue
          }
          if (statement.head !== 'else' && asksForFirst(part)) {
            for (const [key, start] of firstStarts(part.under)) stateStarts.set(key, start)
            continue
          }
          const place = reader.placeOf(node)
          const condition = childrenOf(node)[1]
          const test =
            statement.head === 'else' || !condition
              ? ''
              : ` ${expressionText(translate(condition, reader))}`
          lines.push({ text: `${'    '.repeat(depth)}${statement.head}${test}:`, place })
          const length = lines.length
          visit(part.under, depth + 1)
          if (lines.length === length)
            lines.push({ text: `${'    '.repeat(depth + 1)}pass`, place })
          continue
        }
        case undefined:
          break
        default:
          refuse(reader, node)
      }
      const names = nameSet(node, part.reader)
      const own = [...names].some((name) =>
        [weights, slots, locals, gradients, parameters].some((known) => known.has(name)),
      )
      switch (node.name) {
        case 'AssignStatement':
        case 'UpdateStatement':
          try {
            assign(part, depth)
          } catch (error) {
            // Where indentation was lost, what comes after the function is met here.
            if (own || !(error instanceof FaultError) || lines.length === 0) throw error
            return
          }
          continue
        case 'ExpressionStatement': {
          const [only] = childrenOf(node)
          if (only?.name === 'CallExpression') {
            const called = calledOf(only, reader)
            if (called?.name === 'print') continue
            if (!own && lines.length > 0) return
            const place = reader.placeOf(node)
            change(only, reader, place, {
              targetOf: (target) => targetOf(target, reader),
              emit: (key, operator, value) => emit(key, operator, value, place, depth),
            })
          } else if (only && !['String', 'Number', 'VariableName'].includes(only.name))
            refuse(reader, node)
          continue
        }
        case 'ReturnStatement':
        case 'PassStatement':
        case 'ImportStatement':
        case 'ScopeStatement':
        case 'AssertStatement':
          continue
        default:
          refuse(reader, node)
      }
    }
  }
  if (free) {
    const found = freeNames(pasted.text)
    for (const name of found.weights) weights.add(name)
    for (const name of found.gradients) gradients.add(name)
    for (const name of found.slots) slots.set(name, fresh(name))
  }
  visit(pasted.body, 0)

  const initial = slotStarts(pasted.name, starts, slots.size)
  const rates = [...hyper.values()]
  const rule: OwnRule = {
    name: pasted.name,
    note: '',
    hyper: [...rates.filter(({ key }) => key === 'lr'), ...rates.filter(({ key }) => key !== 'lr')],
    flags: [],
    slots: [...slots].map(([name, key], at) => ({
      key,
      symbol: usualSymbol(name),
      label: '',
      ...((stateStarts.get(name) ?? initial[at])
        ? { initial: stateStarts.get(name) ?? initial[at] }
        : {}),
    })),
    constants: [...constants.values()],
    symbols: {},
    program: lines.map(({ text }) => text).join('\n'),
  }
  const [fault] = checkRule(rule)
  if (!fault) return rule
  const place = fault.part === 'program' ? lines[fault.place.line - 1]?.place : undefined
  throw new FaultError({ ...fault, place: place ?? pasted.place })
}
