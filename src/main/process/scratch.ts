import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRunning, machine, ownMark } from './mark.ts'

/*
 * Folders in the system's place for temporary files. Their names say whose they are, so that those of a
 * program that was killed can be told from those in use.
 */

const owned = /^descent-lab-(?:table|export)-(\d+)-(?:([0-9a-f]{8})-([0-9]+)-)?[^-]+$/

/** What is older than this is in nobody's use, whoever left it. In ms. */
const day = 24 * 3600 * 1000

/**
 * @param what it is for
 * @returns a new folder: its name is unguessable and nobody else may look into it
 * @throws the system's error
 */
export function makeScratch(what: 'table' | 'export'): Promise<string> {
  const { pid, began } = ownMark()
  return mkdtemp(join(tmpdir(), `descent-lab-${what}-${pid}-${place()}-${began ?? 0}-`))
}

/** Removes what programs that were killed have left behind. */
export async function sweepScratch(now = Date.now()): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const [, pid, where, began] = owned.exec(name) ?? []
    if (pid === undefined) continue
    const path = join(tmpdir(), name)
    const isHere = where === place() && began !== undefined
    const lives = isHere
      ? isRunning({ pid: Number(pid), machine: machine(), began: began === '0' ? null : began })
      : ((await stat(path).catch(() => undefined))?.mtimeMs ?? now) > now - day
    if (lives) continue
    // Another user's is not ours to remove.
    await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** This machine and container, as short as a name wants it. */
function place(): string {
  return createHash('sha256').update(machine()).digest('hex').slice(0, 8)
}
