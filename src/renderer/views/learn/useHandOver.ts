import { parseSpec } from '#shared/experiment/spec.ts'
import type { HandOver } from '#shared/lessons/index.ts'
import { useUi } from '#renderer/app/ui.ts'
import { usePersistedRace } from '#renderer/race/kept.ts'
import { useExperiment } from '#renderer/race/store.ts'
import { useOffers } from '#renderer/stores/offers.ts'

/** @returns a function that opens the state of a step in another stage, to go on with it there */
export function useHandOver(): (over: HandOver) => Promise<void> {
  const ui = useUi()
  const offers = useOffers()
  return async (over) => {
    if (over.stage === 'surface') offers.surface = over.setting
    else if (over.stage === 'optimizers') offers.optimizers = over
    else {
      // The form as it was left comes first, or it would cover this experiment.
      if (over.stage === 'race') await usePersistedRace().opened
      useExperiment(over.stage).apply(parseSpec(over.spec))
    }
    ui.show(over.stage)
  }
}
