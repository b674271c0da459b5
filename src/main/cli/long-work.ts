import type { LongStatus } from '#shared/contract/long-work.ts'
import { duration } from './progress.ts'
import { slurmLines } from './slurm.ts'

/**
 * @param parts what it is made of: `trials`
 * @returns the line that says how far it is
 */
export function progressOf(
  title: string,
  parts: string,
  { done, total, share, secondsLeft }: LongStatus,
): string {
  const left = secondsLeft === null ? '' : `, ${duration(secondsLeft)} left`
  return `${title}: ${Math.floor(share * 100)} %, ${done} of ${total} ${parts}${left}`
}

/** Where it is and what to do next; undefined of one that stands still here before its end. */
export function placeLines(
  { folder, status }: { readonly folder: string; readonly status: LongStatus },
  command: 'sweep' | 'tournament',
  parts: string,
): string[] | undefined {
  const { phase, done, total, slurm, elsewhere } = status
  if (phase === 'finished') return [`${total} ${parts}, recorded in ${folder}`]
  if (elsewhere) return [`others work on it: ${done} of ${total} ${parts} are done`]
  return slurm && slurmLines(slurm, folder, command)
}
