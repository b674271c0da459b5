import { totalmem } from 'node:os'

/** What a race may take, besides what its programs do, where nobody says otherwise. 3 GiB. */
const usual = 3 * 2 ** 30

/** A race leaves the rest of the machine's memory to others. */
const share = 0.75

/**
 * @param programs bytes that the programs take by themselves: more on a machine of more cores
 * @param env `DESCENT_LAB_MEMORY` says how many gigabytes a race may take, whatever the machine has
 * @param total bytes of memory that this process may have at most: of the machine, or of its container
 * @param taken bytes that other races take
 * @returns bytes that a race may take in all of its processes
 */
export function memoryLimit(
  programs: number,
  env: Readonly<Record<string, string | undefined>> = process.env,
  total: number = availableMemory(),
  taken = 0,
): number {
  const said = Number(env['DESCENT_LAB_MEMORY'])
  if (said > 0) return said * 1e9 - taken
  return Math.min(usual + programs, total * share - taken)
}

function availableMemory(): number {
  const machine = totalmem()
  // 0 where there is no limit; some systems say that by an enormous number.
  const container = process.constrainedMemory()
  return container > 0 ? Math.min(machine, container) : machine
}
