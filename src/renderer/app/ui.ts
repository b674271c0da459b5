import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { reactive, ref, toRefs } from 'vue'
import { useSettings } from '../stores/settings.ts'

/** The stages that the rail leads to, in its order. */
export const stages = ['learn', 'iris', 'race', 'surface', 'optimizers', 'data', 'runs'] as const
export type Stage = (typeof stages)[number]

/** Whether the stage has a picture to present; a lesson’s fills the window as it is. */
export const hasPicture = (stage: Stage): boolean => stage !== 'learn'

export type SheetName = 'settings' | 'help' | 'about'

/** @returns the stage an address names: `#surface`, or a picture in it: `#surface=…` */
function stageOf(hash: string): Stage | undefined {
  const [, name] = /^#(\w+)/.exec(hash) ?? []
  return stages.find((stage) => stage === name)
}

/** Which stage is shown, and which of the app's sheets is open, one at a time. */
export const useUi = defineStore('ui', () => {
  const kept = useSettings()
  const stage = ref<Stage>(
    stageOf(location.hash) ??
      stages.find((each) => each === kept.settings.stage) ??
      (kept.firstStart ? 'learn' : 'iris'),
  )
  const sheets = reactive<Record<SheetName, boolean>>({
    settings: false,
    help: false,
    about: false,
  })

  /** Shows a stage, and again when the program is next opened. */
  function show(next: Stage): void {
    if (stage.value === next) return
    stage.value = next
    history.replaceState(null, '', `#${next}`)
    void kept.change({ stage: next })
  }

  useEventListener(window, 'hashchange', () => {
    stage.value = stageOf(location.hash) ?? stage.value
  })

  function toggle(sheet: SheetName): void {
    const open = !sheets[sheet]
    for (const name of Object.keys(sheets) as SheetName[]) sheets[name] = false
    sheets[sheet] = open
  }

  return { stage, ...toRefs(sheets), show, toggle }
})
