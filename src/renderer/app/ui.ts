import { defineStore } from 'pinia'
import { reactive, toRefs } from 'vue'

export type SheetName = 'settings' | 'help' | 'conventions'

/** Which of the app's sheets is open; one at a time. */
export const useUi = defineStore('ui', () => {
  const sheets = reactive<Record<SheetName, boolean>>({
    settings: false,
    help: false,
    conventions: false,
  })

  function toggle(sheet: SheetName): void {
    const open = !sheets[sheet]
    for (const name of Object.keys(sheets) as SheetName[]) sheets[name] = false
    sheets[sheet] = open
  }

  return { ...toRefs(sheets), toggle }
})
