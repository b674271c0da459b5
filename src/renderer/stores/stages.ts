import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { StageHistory } from '../app/stage-history.ts'
import type { Stage } from '../app/ui.ts'

/** How the stages stand: which cannot be shown, and what each went through. */
export const useStages = defineStore('stages', () => {
  /**
   * What a stage threw, by stage. While it is there, what is chosen on the stage is not written down:
   * the program shall not open with it again.
   */
  const faults = shallowReactive(new Map<Stage, unknown>())
  const histories = new Map<Stage, StageHistory>()

  function historyOf(stage: Stage): StageHistory {
    const history = histories.get(stage) ?? new StageHistory()
    histories.set(stage, history)
    return history
  }

  return { faults, historyOf }
})
