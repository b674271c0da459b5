import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'

/**
 * The folder of what ships beside the code. It stands above every place this code runs from: the
 * checkout's sources, its `out`, and a packaged app.
 *
 * @throws LabError `not-found` when the program was copied without it
 */
export function resourcesFolder(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'resources')
    if (existsSync(join(candidate, 'datasets', 'index.json'))) return candidate
    if (dirname(folder) === folder) break
  }
  throw new LabError(
    'not-found',
    `The program's resources are missing: no folder above ${from} holds resources/datasets. Install the program again.`,
    { parameters: { name: 'resources' } },
  )
}
