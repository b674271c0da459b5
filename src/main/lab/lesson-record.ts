import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { Raced } from '#shared/lessons/index.ts'
import { racedOf } from '#shared/lessons/raced.ts'
import { readPastRace } from './past-race.ts'
import type { Races } from './races.ts'

/**
 * Lets races of lessons run one after the other, in a folder that is gone afterwards.
 *
 * @param open a laboratory's races over a folder
 * @param told how far all of it has come, from 0 to 1
 * @param signal gives it up
 * @throws LabError where one cannot be run, or breaks off
 */
export async function recordRaces(
  open: (folder: string) => Races,
  specs: readonly ExperimentSpec[],
  told?: (share: number) => void,
  signal?: AbortSignal,
): Promise<Raced[]> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-lesson-'))
  const races = open(folder)
  try {
    const raced: Raced[] = []
    for (const spec of specs) {
      signal?.throwIfAborted()
      const live = await races.start(spec)
      const stop = (): void => void live.stop().catch(() => undefined)
      signal?.addEventListener('abort', stop)
      if (signal?.aborted) stop()
      live.training.onStatus(({ step, steps }) => {
        if (steps > 0) told?.((raced.length + step / steps) / specs.length)
      })
      await live.whenEnded()
      signal?.removeEventListener('abort', stop)
      const { race, recorded } = await readPastRace(folder, live.id)
      const { phase, error } = race.status
      if (phase !== 'finished') {
        throw error ? LabError.fromData(error) : new LabError('wrong-phase', 'A race was stopped.')
      }
      raced.push(racedOf(recorded.columns, race.shape))
      told?.(raced.length / specs.length)
    }
    return raced
  } finally {
    await races.dispose()
    await rm(folder, { recursive: true, force: true })
  }
}
