import { LabError } from '#shared/contract/errors.ts'

/** The LabError that something throws. */
export function errorOf(work: () => unknown): LabError {
  try {
    work()
  } catch (error) {
    if (error instanceof LabError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
