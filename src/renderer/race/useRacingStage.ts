import { provide } from 'vue'
import { useCommands } from '../composables/useCommands.ts'
import { useKeys } from '../composables/useKeys.ts'
import { provideWrongFields } from '../ui/wrong-fields.ts'
import { useRules } from '../stores/rules.ts'
import { racingStageKey, type RacingStage } from '../stores/racing-stage.ts'
import { useExperiment } from './store.ts'
import { useRaceControl } from './useRaceControl.ts'
import { useRaceView } from './view.ts'

/** Makes a component the view of a racing stage: what is below it finds its stores, and keys and menu work. */
export function useRacingStage(id: RacingStage): void {
  const stage = useExperiment(id)
  const view = useRaceView(id)
  const control = useRaceControl(id)

  provide(racingStageKey, id)
  provideWrongFields(stage.wrongFields)
  useRules().useLooked(() => stage.form.lanes.find(({ id: lane }) => lane === stage.selectedId))
  useKeys({
    run: () => control.toggle(),
    back: () => control.back(),
    forward: () => control.forward(),
    first: () => view.scrub(0),
    last: () => view.scrub(view.steps.length),
    reset: () => control.reset(),
    seed: () => stage.newSeed(),
    strips: () => view.toggleStrips(),
    lane: (event) => {
      const lane = stage.form.lanes[Number(event.key) - 1]
      if (lane) stage.selectedId = lane.id
    },
  })
  useCommands({
    run: () => control.toggle(),
    pause: () => control.toggle(),
    reset: () => control.reset(),
  })
}
