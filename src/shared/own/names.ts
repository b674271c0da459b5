import type { SyntaxNode } from '@lezer/common'
import { FaultError } from '../rules/faults.ts'
import { childrenOf } from '../rules/parse.ts'
import { ownFault } from './faults.ts'
import type { Part, TextReader } from './pasted.ts'

/* Which names a pasted function reads and assigns to. */

/** Values that are assigned at once are all computed before. */
export function demandIndependent(
  targets: readonly SyntaxNode[],
  values: readonly SyntaxNode[],
  reader: TextReader,
): void {
  const before = new Set<string>()
  values.forEach((value, at) => {
    for (const name of nameSet(value, reader)) {
      if (before.has(name)) throw new FaultError(ownFault(reader.placeOf(value), 'atOnce'))
    }
    for (const name of nameSet(targets[at]!, reader)) before.add(name)
  })
}

export function nameSet(node: SyntaxNode, reader: TextReader): Set<string> {
  const names = new Set<string>()
  const visit = (each: SyntaxNode): void => {
    if (each.name === 'VariableName') names.add(reader.textOf(each))
    childrenOf(each).forEach(visit)
  }
  visit(node)
  return names
}

/** How often each name is assigned to. */
export function assignmentCounts(parts: readonly Part[]): Map<string, number> {
  const counts = new Map<string, number>()
  const visit = ({ node, reader, under }: Part): void => {
    under.forEach(visit)
    if (node.name !== 'AssignStatement' && node.name !== 'UpdateStatement') return
    const parts = childrenOf(node)
    const sign = parts.findIndex(({ name }) => name === 'AssignOp' || name === 'UpdateOp')
    for (const part of parts.slice(0, Math.max(0, sign))) {
      const names = part.name === 'MemberExpression' ? [] : nameSet(part, reader)
      for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  parts.forEach(visit)
  return counts
}

/** Whether a parameter is a list or a dictionary: indexed, or gone through. */
export function isHolder(name: string, parts: readonly Part[]): boolean {
  const visit = ({ node, reader, under }: Part): boolean => {
    if (node.name === 'ForStatement') {
      const word = childrenOf(node).findIndex((each) => each.name === 'in')
      const over = childrenOf(node)[word + 1]
      if (over && nameSet(over, reader).has(name)) return true
    }
    return holds(node, reader) || under.some(visit)
  }
  const holds = (node: SyntaxNode, reader: TextReader): boolean => {
    const [object, sign, inner] = childrenOf(node)
    const indexed =
      node.name === 'MemberExpression' &&
      object?.name === 'VariableName' &&
      reader.textOf(object) === name &&
      sign !== undefined &&
      reader.textOf(sign) === '[' &&
      inner?.name === 'String'
    return indexed || childrenOf(node).some((each) => holds(each, reader))
  }
  return parts.some(visit)
}

/** What frameworks are imported as. */
export const modules: ReadonlySet<string> = new Set(
  'torch np numpy nd npx mx tf tensorflow keras K F math jnp jax paddle d2l autograd'.split(' '),
)

/** What names stand for where only lines of a function were pasted. */
export interface FreeNames {
  readonly weights: ReadonlySet<string>
  readonly gradients: ReadonlySet<string>
  readonly slots: ReadonlySet<string>
}

/** A gradient is `p.grad`; where there is none, `dx` beside an `x` that is changed, as courses in NumPy write. */
export function freeNames(text: string): FreeNames {
  const all = (form: RegExp): string[] => [...text.matchAll(form)].map(([, name]) => name!)
  const weights = new Set(all(/\b([A-Za-z_]\w*)(?:\.data)?\.grad\b/g))
  const changed = [
    ...all(/\b([A-Za-z_]\w*) *\[:\] *(?:[-+*/]?=|\.)/g),
    ...all(/\b([A-Za-z_]\w*) *[-+*/]=/g),
    ...all(/^ *([A-Za-z_]\w*) *=(?!=).*\b\1\b/gm),
  ]
  const gradients = new Set<string>()
  if (weights.size === 0) {
    for (const name of all(/\bd([A-Za-z]\w*)\b/g)) {
      if (!changed.includes(name)) continue
      weights.add(name)
      gradients.add(`d${name}`)
    }
  }
  return { weights, gradients, slots: new Set(changed.filter((name) => !weights.has(name))) }
}
