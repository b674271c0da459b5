/**
 * A step that cannot go on. The message is for the person at the terminal: it says what is
 * missing and what to do about it, so it is printed without a stack.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError'
  /** The exit code of a command that ends by it. */
  readonly exitCode: number = 1
}

/** A command was called in a way that it does not know. */
export class UsageError extends SetupError {
  override readonly exitCode = 2
}

/** The sentence in anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
