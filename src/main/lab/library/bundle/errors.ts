import { basename } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'

/** Why a bundle is refused, for the page to word. */
const refusals = [
  /** It is no zip archive, or one that breaks off or contradicts itself. */
  'not-a-zip',
  /** It is a zip archive, but not of a run. */
  'no-run',
  /** A newer version of the program made it. */
  'newer',
  /** It holds a file that no bundle has, or one twice, or one that would lie elsewhere. */
  'entry',
  /** It is, or would become, too large. */
  'too-large',
  /** A file in it is not the one that was put in. */
  'changed',
  /** A file in it has not the form that it should have. */
  'form',
  /** Its log is not of its experiment. */
  'contradiction',
] as const

export type Refusal = (typeof refusals)[number]

/** Why, in words that go on a sentence: `it holds …`. */
export class BundleFault extends Error {
  constructor(
    readonly kind: Refusal,
    reason: string,
    cause?: unknown,
  ) {
    super(reason, { cause })
  }
}

const remedies: Partial<Record<Refusal, string>> = {
  newer: 'Update Descent Lab, then open it again.',
}

/** @returns the error for a bundle that is not taken in */
export function badBundle(path: string, { kind, message: reason, cause }: BundleFault): LabError {
  const name = basename(path)
  return new LabError(
    'bad-bundle',
    `${name} is no run bundle that can be opened: ${reason}. ${remedies[kind] ?? 'Export it once more where it came from.'}`,
    { parameters: { name, kind, reason }, cause },
  )
}
