import type { SavedFile } from '#shared/contract/runs.ts'
import type { Destination, FileKeeper } from '../saving.ts'
import { harmless } from '../tables/uploads.ts'

/**
 * Asks where a file shall go, and has it written there.
 *
 * @param name that suggests itself; made harmless
 * @param write puts it there, whole or not at all
 * @returns null where the person thought better of it
 */
export async function keepFile(
  keeper: FileKeeper,
  name: string,
  write: (destination: Destination) => Promise<void>,
): Promise<SavedFile | null> {
  const destination = await keeper.choose(harmless(name))
  if (!destination) return null
  await write(destination)
  return keeper.deliver(destination.path)
}

/** Of a page that nothing can be kept for. */
export const noKeeper: FileKeeper = {
  choose: () => Promise.resolve(undefined),
  deliver: () => Promise.reject(new Error('unreachable: nothing was chosen')),
  show: () => Promise.resolve(false),
  copyImage: () => Promise.resolve(false),
}
