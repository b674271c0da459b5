import { reasonOf } from '#shared/contract/errors.ts'
import { languages, type Language } from '#shared/text.ts'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { mostProcesses } from '../trainer/partition.ts'
import type { Shell } from './shell.ts'

/** A signal ended the command before there was anything to report: one sentence, exit 130. */
export class Interrupted extends Error {
  constructor() {
    super('Stopped before it began; nothing was recorded.')
  }
}

/** What was typed makes no sense: one sentence, exit 2. */
export class UsageError extends Error {}

/** Exit codes. `damaged`: it was done, with a run that is not what was written. */
export const exits = { done: 0, failed: 1, usage: 2, damaged: 3, interrupted: 130 } as const

type Parsed<T extends ParseArgsConfig> = ReturnType<typeof parseArgs<T>>

/**
 * Parses a command's words.
 *
 * @param command named in the sentence when they make no sense
 * @throws UsageError
 */
export function parseWords<const T extends ParseArgsConfig>(command: string, config: T): Parsed<T> {
  try {
    return parseArgs(config)
  } catch (error) {
    const message = reasonOf(error)
    // Node's own message goes on with advice about its syntax.
    const [first = message] = message.split(/\.\s|\.$/)
    throw new UsageError(`${first}; see '${command} --help'.`)
  }
}

/**
 * @param option named in the sentence
 * @throws UsageError unless the text is a whole number in the range
 */
export function wholeNumber(
  option: string,
  text: string,
  minimum: number,
  maximum: number,
): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value
  throw new UsageError(
    `${option} takes a whole number from ${minimum} to ${maximum}, not '${text}'.`,
  )
}

type Options = NonNullable<ParseArgsConfig['options']>

type Values<T extends Options> = Parsed<{ options: T; allowPositionals: true }>['values']

/** What every command reads of its words. */
export interface CommandWords<T extends Options> {
  readonly values: Values<T>
  /** What is named without an option. */
  readonly named: readonly string[]
}

/**
 * Reads a command's words, `--json` and `--help` among them.
 *
 * @param command `run`, to be named in sentences
 * @param wants one thing without an option, as a sentence says it: `Give one run`; undefined leaves it
 *   to the command
 * @returns undefined where help was asked for, which is printed
 * @throws UsageError
 */
export function readWords<const T extends Options>(
  shell: Pick<Shell, 'print'>,
  command: string,
  help: string,
  words: readonly string[],
  options: T,
  wants?: string,
): CommandWords<T> | undefined {
  const { values, positionals } = parseWords(`lab ${command}`, {
    args: [...words],
    allowPositionals: true,
    options: { ...options, help: { type: 'boolean' } },
  })
  if ((values as { readonly help?: boolean }).help) {
    shell.print(help)
    return undefined
  }
  if (wants !== undefined && positionals.length !== 1) {
    throw new UsageError(`${wants}; see 'lab ${command} --help'.`)
  }
  return { values: values as Values<T>, named: positionals }
}

/** @throws UsageError unless it is a language of the program */
export function languageOf(name: string): Language {
  const language = languages.find((each) => each === name)
  if (language) return language
  throw new UsageError(`--language is ${languages.join(' or ')}, not '${name}'.`)
}

/** @returns what `--processes` says; undefined where it is not given. @throws UsageError */
export function processesOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : wholeNumber('--processes', text, 1, mostProcesses)
}

/** Prints data as `--json` does. */
export function printJson(shell: Pick<Shell, 'print'>, data: unknown): void {
  shell.print(`${JSON.stringify(data, null, 2)}\n`)
}
