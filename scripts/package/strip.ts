import { closeSync, lstatSync, openSync, readSync } from 'node:fs'
import { chmod, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../setup/command.ts'
import { findCommand } from '../setup/system.ts'
import { filesIn } from './sizes.ts'

/**
 * Takes the symbols, which only a debugger reads, out of native libraries, where the machine has
 * the tool for it: TensorFlow's are a third of it. A library that it fails on stays as it is.
 *
 * @param folder whose files are the package's own, never links into a cache
 */
export async function stripLibraries(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const strip = findCommand(['strip'], env)
  if (strip === undefined) return
  for (const { name } of filesIn(folder)) {
    const library = join(folder, name)
    if (lstatSync(library).isSymbolicLink() || !isElf(library)) continue
    // A copy: the tool itself writes into the file, and with it into every hard link of it.
    const draft = `${library}.stripped`
    const result = await run(strip, ['--strip-unneeded', '-o', draft, library])
    if (result.code !== 0) {
      await rm(draft, { force: true })
      continue
    }
    await chmod(draft, 0o644)
    await rename(draft, library)
  }
}

function isElf(path: string): boolean {
  const start = Buffer.alloc(4)
  const file = openSync(path, 'r')
  readSync(file, start, 0, 4, 0)
  closeSync(file)
  return start.equals(Buffer.from('\x7fELF', 'latin1'))
}
