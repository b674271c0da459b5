import { defineStore } from 'pinia'
import { computed, onScopeDispose, watch } from 'vue'
import { toErrorData } from '#shared/contract/errors.ts'
import { parseSpec, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { z } from '#shared/schema.ts'
import { useBridge } from '../composables/useBridge.ts'
import { useExperimentData } from '../stores/experiment-data.ts'
import { useLiveRace } from '../stores/race.ts'
import { Recording } from '../stores/recording.ts'
import { useSettings } from '../stores/settings.ts'
import { useStages } from '../stores/stages.ts'
import { heatOf } from './heats.ts'
import { useExperiment } from './store.ts'
import { useTournament } from './tournament.ts'
import { useRaceView, viewSchema } from './view.ts'

const keptSchema = z.object({
  experiment: z.unknown(),
  /** What the data is called. */
  name: z.string(),
  view: viewSchema,
  /** Ids of the races whose lanes are shown, oldest first. */
  heats: z.array(z.string()).max(100).catch([]),
  /** The form of the next tournament. */
  tournament: z.unknown().optional(),
})

/** Opens the Race stage as it was left, and saves how it is left. */
export const usePersistedRace = defineStore('race-kept', () => {
  const bridge = useBridge()
  const settings = useSettings()
  const { faults } = useStages()
  const data = useExperimentData()
  const stage = useExperiment('race')
  const live = useLiveRace('race')
  const view = useRaceView('race')
  const tournament = useTournament()

  async function open(): Promise<void> {
    const kept = keptSchema.safeParse(settings.settings.race)
    const spec = kept.success ? read(kept.data.experiment) : undefined
    if (kept.success) {
      view.change(kept.data.view)
      tournament.restore(kept.data.tournament)
    }
    // What the Data stage has just chosen counts more than what was left.
    if (spec && data.chosen) stage.applyForm(spec)
    else if (spec && kept.success) stage.apply(spec, kept.data.name)
    await stage.pickUp()
    if (kept.success) {
      for (const [index, id] of kept.data.heats.toReversed().entries())
        await recall(id, index === 0)
    }
    if (!spec && !data.chosen) stage.adopt()
  }

  /** A race whose record is gone has no lanes to show any more. */
  async function recall(id: string, newest: boolean): Promise<void> {
    if (stage.heats.some((heat) => heat.id === id)) return
    try {
      const { race: past, recorded } = await bridge.laboratory.openRace({ id })
      const { step, steps, phase } = past.status
      // What broke off is where the stage goes on.
      if (newest && phase !== 'finished' && step < steps) {
        live.recall(past, recorded)
        return
      }
      const recording = new Recording(past.shape.lanes * past.shape.seeds)
      recording.take(recorded)
      stage.keep(heatOf(id, past.spec, past.shape, recording))
    } catch (thrown) {
      const error = toErrorData(thrown)
      if (error.code !== 'not-found') stage.refused = error
    }
  }

  const now = computed(() => ({
    experiment: stage.experiment,
    name: data.data.name,
    view: view.kept,
    heats: stage.heats.map(({ id }) => id),
    tournament: tournament.form,
  }))
  let saving = 0
  const save = (): void => {
    clearTimeout(saving)
    saving = 0
    // What cannot be shown is not what the stage shall open with the next time.
    if (!faults.has('race')) void settings.change({ race: now.value })
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
