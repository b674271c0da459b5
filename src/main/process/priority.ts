import { constants, getPriority, setPriority } from 'node:os'

/**
 * A third of the weight of a common process: the page, which needs a few milliseconds of each frame,
 * has them when it wants them, and what it leaves is the trainer's. Windows knows fewer levels.
 */
const below = process.platform === 'win32' ? constants.priority.PRIORITY_BELOW_NORMAL : 5

/**
 * Gives a process less priority than those that people look at. To be called before the process starts threads:
 * on Linux only later ones follow.
 */
export function stepBack(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    setPriority(pid, Math.max(below, getPriority()))
  } catch {
    // It has ended, or the system refuses: then it runs like any other.
  }
}
