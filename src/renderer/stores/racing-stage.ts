import { defineStore } from 'pinia'
import { hasInjectionContext, inject, type InjectionKey } from 'vue'

/** The stages that race: the tutorial's Iris experiment, and any table on any lanes. */
export type RacingStage = 'iris' | 'race'

/** Provided by a stage's view: which stage the components below it belong to. */
export const racingStageKey: InjectionKey<RacingStage> = Symbol('racing stage')

/** @returns the stage around the component; outside of both, the Race stage */
export function currentStage(): RacingStage {
  return hasInjectionContext() ? inject(racingStageKey, 'race') : 'race'
}

/**
 * Defines a store of which each racing stage has one of its own.
 *
 * @param name what the store holds, unique among these
 * @returns the store of a stage. @default the stage around the component
 */
/* oxlint-disable typescript/explicit-module-boundary-types -- only Pinia can say what it makes */
export function defineStageStore<T>(name: string, setup: (stage: RacingStage) => T) {
  const define = (stage: RacingStage) => defineStore(`${stage}-${name}`, () => setup(stage))
  const stores = { iris: define('iris'), race: define('race') }
  return (stage: RacingStage = currentStage()) => stores[stage]()
}
