import { toErrorData } from '#shared/contract/errors.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { useBridge } from '../composables/useBridge.ts'
import { usePersistedRace } from './kept.ts'
import { useSweep } from './sweep.ts'
import { useTournament } from './tournament.ts'
import { useRaceView } from './view.ts'

/** Whether a file may be what says of a folder which sweep or tournament it holds. */
export const maybeWork = (name: string): boolean => name === 'work.json' || name === 'sweep.json'

/**
 * Opens the folder of a sweep or a tournament by a file of it, and shows it on the Race stage, also while
 * others work in it.
 *
 * @returns what takes such a file, and says whether it was one
 */
export function useOpenWork(): (source: DatasetSource) => Promise<boolean> {
  const { laboratory } = useBridge()
  const view = useRaceView('race')
  const sweep = useSweep()
  const tournament = useTournament()
  return async (source) => {
    try {
      const found = await laboratory.openWork({ source })
      if (!found) return false
      // The stage is as it was left first: what is opened counts more.
      await usePersistedRace().opened
      if (found.kind === 'tournament') view.change({ mode: 'tournament' })
      else view.change({ mode: 'race', tab: 'sweep' })
      await (found.kind === 'tournament' ? tournament : sweep).open(found.id)
    } catch (thrown) {
      view.change({ mode: 'tournament' })
      tournament.failure = toErrorData(thrown)
    }
    return true
  }
}
