import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real file system that is soon full. */
export interface SmallDisk {
  readonly folder: string
  /** Makes room. @param size as mount takes it: `8m` */
  grow(size: string): void
  close(): void
}

/**
 * Mounts one in memory, which only root may.
 *
 * @param size as mount takes it: `512k`
 */
export function mountSmallDisk(size: string): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-disk-'))
  const run = (command: string, ...words: string[]): void => {
    execFileSync(command, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  }
  run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'descent-lab-test', folder)
  return {
    folder,
    grow: (larger) => run('mount', '-o', `remount,size=${larger}`, folder),
    close() {
      run('umount', '--lazy', folder)
      rmSync(folder, { recursive: true })
    },
  }
}

/** Whether this machine lets the tests mount a file system. */
export function mayMount(): boolean {
  try {
    mountSmallDisk('64k').close()
    return true
  } catch {
    return false
  }
}
