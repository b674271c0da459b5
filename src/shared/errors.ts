import { z } from './schema.ts'

/** What can go wrong at the laboratory's edge; the page has a sentence for each in every language. */
export const errorCodes = [
  /** The experiment's description is wrong; `details` lists each fault with its path. */
  'bad-spec',
  /** A race would take more memory than it may; `parameters` say how much, and most of it for what. */
  'race-too-large',
  /** A message did not have the form the contract gives it. */
  'bad-message',
  /** No race, dataset or file of that name. */
  'not-found',
  /** The call makes no sense in the race's present phase. */
  'wrong-phase',
  /** Other work has the processes, and nobody said what is to become of both. */
  'lab-busy',
  /** The native library cannot be loaded or computes nothing. */
  'tensorflow-missing',
  /** A trainer process ended without being asked to. */
  'trainer-died',
  /** The trainer reported a fault of its own. */
  'trainer-failed',
  /** The run log cannot be written. */
  'log-failed',
  /** Another program, or another part of this one, has the run. */
  'run-busy',
  /** A run cannot go on: it has no checkpoint, or one that does not fit. */
  'no-checkpoint',
  /** Seeds cannot be added to a run: an earlier version recorded it, or it lies in too many shares. */
  'cannot-grow',
  /** A rate cannot be changed while but a part of a race's seeds is trained. */
  'rates-settled',
  /** A run bundle is damaged, hostile, or none. */
  'bad-bundle',
  /** A file that was to be saved could not be written; nothing is left of it. */
  'not-saved',
  /** A file is not what it should be. */
  'bad-file',
  /** A file cannot be read as a table. */
  'bad-table',
  /** A table's file is no longer what it was when it was opened. */
  'table-changed',
  /** A run names a table of this machine without its hash: it may mean any file. */
  'table-foreign',
  /** A table's file is gone. */
  'table-missing',
  /** A file is more than the served page takes. */
  'file-too-large',
  /** A file's way from the page to the laboratory broke off. */
  'file-not-taken',
  /** The page has lost its laboratory. */
  'disconnected',
  /** Slurm is not here, cannot be asked, or did not take a job; `reason` is in its own words. */
  'cluster-refused',
  /** A shard was begun as often as may be and never came to its end. */
  'shard-failed',
  /** A fault of the program itself. */
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

export const errorDataSchema = z.object({
  code: z.enum(errorCodes),
  /** An English sentence: what happened, to which thing, what to do. */
  message: z.string(),
  /** Values for the page's wording, by name. */
  parameters: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** Lines that fold out and can be copied. */
  details: z.array(z.string()).default([]),
})

/** An error as it crosses a process boundary. */
export type ErrorData = z.output<typeof errorDataSchema>

/** The one error type that reaches a user. */
export class LabError extends Error {
  readonly code: ErrorCode
  readonly parameters: Readonly<Record<string, string | number>>
  readonly details: readonly string[]

  constructor(
    code: ErrorCode,
    message: string,
    extra: {
      parameters?: Readonly<Record<string, string | number>>
      details?: readonly string[]
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: extra.cause })
    this.name = 'LabError'
    this.code = code
    this.parameters = extra.parameters ?? {}
    this.details = extra.details ?? []
  }

  toData(): ErrorData {
    return {
      code: this.code,
      message: this.message,
      parameters: { ...this.parameters },
      details: [...this.details],
    }
  }

  static fromData(data: ErrorData): LabError {
    return new LabError(data.code, data.message, data)
  }
}

/** @returns what a thrown value says of itself */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Any thrown value as error data; what isn't a {@link LabError} is a fault of the program. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof LabError) return thrown.toData()
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  return {
    code: 'internal',
    message: `The program made a mistake: ${error.message}`,
    parameters: {},
    details: (error.stack ?? '').split('\n').slice(1, 12),
  }
}
