import { copyFile, link, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    // Another file system, or one without hard links.
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error
    await copyFile(from, to)
  }
}

/**
 * Makes `to` the same tree as `from`: files as hard links where the file system allows,
 * symbolic links as they are. What was at `to` is replaced.
 */
export async function linkTree(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) await linkTree(source, target)
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else await linkOrCopy(source, target)
  }
}
