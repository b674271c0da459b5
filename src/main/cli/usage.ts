import { parseArgs, type ParseArgsConfig } from 'node:util'

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
    const message = error instanceof Error ? error.message : String(error)
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
