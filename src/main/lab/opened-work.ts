import { basename } from 'node:path'
import { LabError, reasonOf } from '#shared/contract/errors.ts'
import { parseJson } from '#shared/json.ts'
import { z } from '#shared/schema.ts'
import { readText } from './files.ts'
import { workName } from './shards/work.ts'
import { sweepName } from './sweeps/folder.ts'

/* Folders of work from elsewhere, as a person opens them: by the file that says what is asked for. */

const workKinds = z.object({ kind: z.enum(['sweep', 'tournament']), shards: z.array(z.unknown()) })
const sweepKind = z.object({ stacked: z.number(), spec: z.unknown() })

/** @returns what the folder holds whose file this is; undefined where it is of something else, as a table */
export async function kindOfWorkFile(path: string): Promise<'sweep' | 'tournament' | undefined> {
  const name = basename(path)
  if (name !== workName && name !== sweepName) return undefined
  const json = parseJson(await readText(path).catch(() => ''))
  if (name === workName) return workKinds.safeParse(json).data?.kind
  return sweepKind.safeParse(json).success ? 'sweep' : undefined
}

/** A page in a browser sends a file, and not the folder that it lies in. */
export function sentAlone(path: string): LabError {
  const reason = 'a browser sends this one file alone, and not the folder that it lies in'
  return new LabError(
    'bad-file',
    `${basename(path)} tells nothing: ${reason}. Open the folder in the desktop app, or by lab tournament or lab sweep.`,
    { parameters: { path: basename(path), reason } },
  )
}

/**
 * @returns the text of a template of batch scripts that a person gave
 * @throws LabError `bad-file`
 */
export async function readTemplate(path: string): Promise<string> {
  return readText(path).catch((cause: unknown) => {
    const reason = reasonOf(cause)
    throw new LabError(
      'bad-file',
      `The template ${path} cannot be read (${reason}). Choose another.`,
      { parameters: { path, reason }, cause },
    )
  })
}
