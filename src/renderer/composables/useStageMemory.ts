import { inject, watch, type InjectionKey } from 'vue'
import type { StageHistory, StageMemory } from '../app/stage-history.ts'

/** Provided by the boundary around a stage. */
export const stageHistoryKey: InjectionKey<StageHistory> = Symbol('stage history')

/**
 * Lets the boundary around a stage take back the last change, and put everything back to its
 * defaults, when the stage cannot be shown. For the stage's own component.
 */
export function useStageMemory<State>(memory: StageMemory<State>): void {
  const history = inject(stageHistoryKey, undefined)
  if (!history) return
  history.memory = memory as StageMemory
  watch(
    () => memory.state(),
    (state) => {
      if (state !== undefined) history.record(state)
    },
    { immediate: true },
  )
}
