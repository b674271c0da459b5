import type { SyntaxNode } from '@lezer/common'
import type { Place } from '../rules/ast.ts'
import type { Fault } from '../rules/faults.ts'
import type { Reader } from './expressions.ts'
import type { PastedStatement } from './statements.ts'

/** A pasted function: its head, and what stands under it. */
export interface PastedFunction {
  readonly name: string
  /** Undefined where the head was not pasted: names are then told by what is done with them. */
  readonly parameters: readonly PastedParameter[] | undefined
  readonly place: Place
  readonly body: readonly Part[]
  /** All of it, as it stands there. */
  readonly text: string
  /** What in it cannot be read. */
  readonly faults: readonly Fault[]
}

export interface PastedParameter {
  readonly name: string
  readonly default: number | undefined
}

/** A statement with its syntax, and what stands under it. Loops and `with` blocks have nothing of their own. */
export interface Part {
  readonly node: SyntaxNode
  readonly reader: TextReader
  readonly statement: PastedStatement
  /** Of `if`, `elif` and `else`. */
  readonly under: readonly Part[]
}

/** What can be read of a statement before it is known what its names mean. */
export type TextReader = Pick<Reader, 'textOf' | 'placeOf'>

/** Numbers that a paste gives by name, outside of its functions and in the calls of them. */
export interface GivenNumbers {
  readonly constants: ReadonlyMap<string, number>
  /** `{'lr': 0.02}`, by the function that is named beside; '' where none is. */
  readonly hyper: readonly {
    readonly beside: string
    readonly values: ReadonlyMap<string, number>
  }[]
}

/** @returns the number that an expression is; undefined where it is none */
export function numberIn(node: SyntaxNode, reader: TextReader): number | undefined {
  const text = reader.textOf(node).replace(/\s/g, '')
  return /^-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined
}
