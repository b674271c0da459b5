import { defineStore } from 'pinia'
import { computed, onScopeDispose, watch } from 'vue'
import { parseSpec, type ExperimentSpec } from '../../../shared/experiment/spec.ts'
import { z } from '../../../shared/schema.ts'
import { useExperimentData } from '../../stores/experiment-data.ts'
import { useStageRace } from '../../stores/race.ts'
import { useSettings } from '../../stores/settings.ts'
import { useRaceStage } from './store.ts'
import { useRaceStageView, viewSchema } from './view.ts'

const keptSchema = z.object({
  experiment: z.unknown(),
  /** What the data is called. */
  name: z.string(),
  view: viewSchema,
})

/** Finds the stage as it was left, and writes down how it is left. */
export const useKeptRace = defineStore('race-kept', () => {
  const settings = useSettings()
  const data = useExperimentData()
  const race = useStageRace()
  const stage = useRaceStage()
  const view = useRaceStageView()

  async function open(): Promise<void> {
    const kept = keptSchema.safeParse(settings.settings.race)
    const spec = kept.success ? read(kept.data.experiment) : undefined
    if (kept.success) view.change(kept.data.view)
    // What the Data stage has just chosen counts more than what was left.
    if (spec && data.chosen) stage.applyForm(spec)
    else if (spec && kept.success) stage.apply(spec, kept.data.name)
    await stage.pickUp()
    if (spec || data.chosen || !race.spec) return
    data.adopt(race.spec, race.spec.title)
    stage.applyForm(race.spec)
  }

  const now = computed(() => ({
    experiment: stage.experiment,
    name: data.data.name,
    view: view.kept,
  }))
  let saving = 0
  const save = (): void => {
    clearTimeout(saving)
    saving = 0
    void settings.change({ race: now.value })
  }
  const leave = (): void => {
    if (saving) save()
  }
  /** Resolves when the stage is as it was left. */
  const opened = open()
  watch(now, () => {
    clearTimeout(saving)
    saving = window.setTimeout(save, 400)
  })
  window.addEventListener('pagehide', leave)
  onScopeDispose(() => window.removeEventListener('pagehide', leave))

  return { opened }
})

/** An experiment that this program cannot run is forgotten. */
function read(experiment: unknown): ExperimentSpec | undefined {
  try {
    return parseSpec(experiment)
  } catch {
    return undefined
  }
}
