import type { SyntaxNode } from '@lezer/common'
import { childrenOf } from '../rules/parse.ts'
import { refuse, unquoted } from './expressions.ts'
import type { GivenNumbers, Part, PastedFunction, TextReader } from './pasted.ts'

/* Optimizers that are written as classes, as PyTorch has them: where their numbers and states are. */

/** What a rule's method is called: the class says what the rule is. */
export const isStep = (name: string): boolean => /^(step|update|__call__)$/.test(name)

/** @returns whether a condition holds at the first step only, or of what takes no part */
export function asksForFirst({ node, reader }: Part): boolean {
  const text = reader.textOf(node)
  return /\bis (?:not )?None\b|\blen\( *\w*state\w* *\) *== *0|['"] not in \w*state|\bnot \w*state\b/.test(
    text,
  )
}

/**
 * What is done at the first step only.
 *
 * @returns what it makes the states start from
 * @throws FaultError at anything but states made of equal numbers
 */
export function firstStarts(parts: readonly Part[]): Map<string, number> {
  const starts = new Map<string, number>()
  for (const { node, reader, under } of parts) {
    const text = reader.textOf(node)
    const [, key = '', value = ''] =
      /^(?:\w+ *= *)?\w*state\w*\[['"](\w+)['"]\] *= *(.+)$/.exec(text) ?? []
    if (key !== '' && /^(?:torch\.|np\.)?zeros(?:_like)?\(|^0(?:\.0*)?$/.test(value))
      starts.set(key, 0)
    else if (key !== '' && /^(?:torch\.|np\.)?ones(?:_like)?\(/.test(value)) starts.set(key, 1)
    else if (!/^(?:continue|pass|return\b.*|\w+ *= *closure\(\))$/.test(text) || under.length > 0) {
      refuse(reader, node)
    }
  }
  return starts
}

/** @returns whether a value is what is kept of a parameter: `self.state[p]` */
export const isState = (node: SyntaxNode, reader: TextReader): boolean =>
  /^self\.state\[ *\w+ *\]$/.test(reader.textOf(node))

/** @returns the key of `holder['key']`; undefined where it is anything else */
export function entryKey(
  node: SyntaxNode,
  reader: TextReader,
  isHolder: (name: string) => boolean,
): string | undefined {
  const [object, sign, inner] = childrenOf(node)
  const entry =
    node.name === 'MemberExpression' &&
    object?.name === 'VariableName' &&
    sign !== undefined &&
    reader.textOf(sign) === '[' &&
    inner?.name === 'String'
  return entry && isHolder(reader.textOf(object)) ? unquoted(reader.textOf(inner)) : undefined
}

/** @returns the numbers that a class's `__init__` gives by default; of `betas` each by its place */
export function classNumbers({
  parameters = [],
  text,
}: PastedFunction): GivenNumbers['hyper'][number] {
  const values = new Map<string, number>()
  for (const each of parameters) if (each.default !== undefined) values.set(each.name, each.default)
  const [, first, second] = /\bbetas *= *\( *([\d.e-]+) *, *([\d.e-]+) *\)/.exec(text) ?? []
  if (first !== undefined && second !== undefined) {
    values.set('betas[0]', Number(first))
    values.set('betas[1]', Number(second))
  }
  return { beside: '', values }
}
