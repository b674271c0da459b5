import { rename } from 'node:fs/promises'
import { LabError } from '../../../shared/contract/errors.ts'
import { readOptionsSchema } from '../../../shared/experiment/source.ts'
import { z } from '../../../shared/schema.ts'
import { readText } from '../read-text.ts'
import { writeAtomically } from '../settings.ts'
import { stampSchema } from './stamp.ts'

const entrySchema = z.object({
  path: z.string().min(1),
  /** As a person asked for, not as was found. */
  read: readOptionsSchema,
  sha256: z.string(),
  stamp: stampSchema,
  openedAt: z.iso.datetime(),
})

/** A file that was opened. */
export type Remembered = z.output<typeof entrySchema>

const registrySchema = z.object({ version: z.literal(1), files: z.array(entrySchema) })

/** The most files that are remembered; the longest unopened go first. */
const most = 200

/** The files that were opened, newest first, in a JSON file that several programs may share. */
export interface TableRegistry {
  list(): Promise<Remembered[]>
  /** Puts a file first. */
  remember(entry: Remembered): Promise<void>
  forget(path: string): Promise<void>
}

/** @param path of the JSON file; one that cannot be understood is set aside as `<path>.damaged` */
export function createTableRegistry(path: string): TableRegistry {
  let queue: Promise<unknown> = Promise.resolve()

  const load = async (): Promise<Remembered[]> => {
    const text = await readText(path).catch(() => undefined)
    if (text === undefined) return []
    try {
      return registrySchema.parse(JSON.parse(text)).files
    } catch {
      await rename(path, `${path}.damaged`).catch(() => undefined)
      return []
    }
  }

  const change = (edit: (files: Remembered[]) => Remembered[]): Promise<void> => {
    const changed = queue.then(async () => {
      const registry = { version: 1, files: edit(await load()).slice(0, most) }
      await writeAtomically(path, `${JSON.stringify(registry, null, 2)}\n`).catch(refuse(path))
    })
    queue = changed.catch(() => undefined)
    return changed
  }

  return {
    list: () => queue.then(load),
    remember: (entry) =>
      change((files) => [entry, ...files.filter((each) => each.path !== entry.path)]),
    forget: (gone) => change((files) => files.filter((each) => each.path !== gone)),
  }
}

function refuse(path: string): (cause: unknown) => never {
  return (cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LabError(
      'bad-file',
      `The list of opened tables cannot be kept in ${path} (${reason}). Make room or make the folder writable.`,
      { parameters: { path, reason }, cause },
    )
  }
}
