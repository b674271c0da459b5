import type { Task } from '#shared/contract/tables.ts'
import type { LocalizedText } from '#shared/text.ts'
import type { HyperParameter } from '#shared/rules/rule.ts'
import type { ScalingKind } from '../scale.ts'
import type { Table } from '../table.ts'

/** A number that shapes what a generator draws. */
export interface GeneratorSetting<Key extends string = string> {
  readonly key: Key
  readonly label: LocalizedText
  readonly default: number
  readonly range: HyperParameter['range']
  /** Counts something: whole numbers only. */
  readonly whole?: boolean
}

/** A table that is drawn, the same for the same settings. */
export interface Generator<Key extends string = string> {
  readonly id: string
  readonly name: LocalizedText
  /** One sentence: what is drawn, and what to look for. */
  readonly description: LocalizedText
  readonly task: Task
  readonly settings: readonly GeneratorSetting<Key>[]
  /** The scaling without which it would not be what it says. */
  readonly scaling?: ScalingKind
  /** @param settings every one, each within its range */
  readonly make: (settings: Readonly<Record<Key, number>>) => Table
}

/** Checks a generator's keys against its settings while it is written, then forgets them. */
export function defineGenerator<const K extends string>(generator: Generator<K>): Generator {
  return generator as unknown as Generator
}
