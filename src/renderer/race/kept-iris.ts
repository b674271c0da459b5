import { watch } from 'vue'
import { defineStore } from 'pinia'
import { z } from '#shared/schema.ts'
import { toErrorData } from '#shared/contract/errors.ts'
import { useBridge } from '../composables/useBridge.ts'
import { useLiveRace } from '../stores/race.ts'
import { useSettings } from '../stores/settings.ts'
import { formOf } from './iris.ts'
import { useExperiment } from './store.ts'

const keptSchema = z.object({ race: z.string() })

/** Opens the Iris stage with the race that runs there, or with the one that broke off as the program ended. */
export const usePersistedIris = defineStore('iris-kept', () => {
  const bridge = useBridge()
  const settings = useSettings()
  const stage = useExperiment('iris')
  const live = useLiveRace('iris')

  async function open(): Promise<void> {
    const kept = keptSchema.safeParse(settings.settings.iris)
    await stage.pickUp()
    if (!live.race && kept.success) await recall(kept.data.race)
    stage.adopt()
    watch(
      () => live.race?.id,
      (race) => {
        if (race !== undefined) void settings.change({ iris: { race } })
      },
      { immediate: true },
    )
  }

  /** What is finished is not where anybody goes on: the stage opens with its empty chart then. */
  async function recall(id: string): Promise<void> {
    try {
      const { race: past, recorded } = await bridge.laboratory.openRace({ id })
      const { step, steps, phase } = past.status
      if (phase === 'finished' || step >= steps || !formOf(past.spec)) return
      live.recall(past, recorded)
    } catch (thrown) {
      const error = toErrorData(thrown)
      if (error.code !== 'not-found') stage.refused = error
    }
  }

  return { opened: open() }
})
