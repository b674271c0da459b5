import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { LabError } from '#shared/contract/errors.ts'
import { makeScratch, sweepScratch } from '#main/process/scratch.ts'
import { notSaved } from './refusal.ts'

/** What killed programs left is cleared away once. */
let swept: Promise<void> | undefined

/**
 * Gives an export a folder for what it must put somewhere on its way; it is removed when the export is
 * done or given up.
 *
 * @throws LabError `not-saved` where there is no room for it; whatever else the work throws
 */
export async function* withScratch<T>(
  work: (scratch: string) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  let scratch: string | undefined
  try {
    await (swept ??= sweepScratch())
    scratch = await makeScratch('export')
    yield* work(scratch)
  } catch (error) {
    throw onTheWay(error)
  } finally {
    if (scratch) await rm(scratch, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** @returns the same bytes; an error of the system on their way is one that a person understands */
export async function* onItsWay<T>(bytes: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* bytes
  } catch (error) {
    throw onTheWay(error)
  }
}

/** @returns an error of the system as one that a person understands; any other as it is */
function onTheWay(error: unknown): unknown {
  const said = error instanceof Error ? error.message : ''
  const place = `A file on its way, in ${tmpdir()},`
  if (/ENOSPC|no space left/i.test(said)) {
    return notSaved(place, Object.assign(new Error(said), { code: 'ENOSPC' }))
  }
  const code = error instanceof LabError ? undefined : (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? notSaved(place, error) : error
}
