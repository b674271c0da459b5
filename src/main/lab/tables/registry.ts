import { readOptionsSchema } from '#shared/experiment/source.ts'
import { z } from '#shared/schema.ts'
import { openJsonFile } from '../json-file.ts'
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
  const file = openJsonFile('The list of opened tables', path, registrySchema, {
    version: 1,
    files: [],
  })
  const change = async (edit: (files: Remembered[]) => Remembered[]): Promise<void> => {
    await file.change(({ files }) => ({ version: 1, files: edit(files).slice(0, most) }))
  }
  return {
    list: async () => (await file.read()).files,
    remember: (entry) =>
      change((files) => [entry, ...files.filter((each) => each.path !== entry.path)]),
    forget: (gone) => change((files) => files.filter((each) => each.path !== gone)),
  }
}
