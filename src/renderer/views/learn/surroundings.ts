import { inject, type InjectionKey } from 'vue'
import type { HandOver } from '#shared/lessons/index.ts'

/** What stands around a lesson in the program; on a page of its own there is nothing of it. */
export interface Surroundings {
  /** Opens the state of a step in another stage. */
  handOver(over: HandOver): Promise<void>
}

export const surroundingsKey: InjectionKey<Surroundings> = Symbol('surroundings')

export const useSurroundings = (): Surroundings | undefined => inject(surroundingsKey, undefined)
