import type { Readable } from 'node:stream'
import { bundleEnding } from '../../../shared/contract/runs.ts'
import { onItsWay } from './scratch.ts'
import type { Exporter } from './types.ts'

/**
 * The whole run in one file, to be opened elsewhere.
 *
 * @param open packs a run's folder; told the program's version
 */
export function bundleExporter(
  open: (folder: string, version: string) => Promise<Readable>,
): Exporter {
  return {
    format: 'bundle',
    ending: bundleEnding,
    several: false,
    async *files({ folder }, { version }) {
      yield { name: 'run', content: onItsWay<Uint8Array>(await open(folder, version)) }
    },
  }
}
