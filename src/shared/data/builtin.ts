import index from '#resources/datasets/index.json' with { type: 'json' }
import type { Task } from '../models.ts'
import type { LocalizedText } from '../text.ts'

/** What is known of a table that ships with the program, before it is read. */
export interface BuiltinTable {
  readonly id: string
  readonly name: LocalizedText
  readonly file: string
  readonly task: Task
  /** The column to predict when a spec names none. */
  readonly target: string
  /** Columns of categories, also where the values look like numbers. */
  readonly categories: readonly string[]
}

/** The tables that ship with the program, in the order a reader meets them. */
export const builtinTables = index as readonly BuiltinTable[]

/** @returns undefined where none has that id */
export function findBuiltin(id: string): BuiltinTable | undefined {
  return builtinTables.find((table) => table.id === id)
}
