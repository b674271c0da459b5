import { defineStore } from 'pinia'
import { onScopeDispose, ref, shallowRef } from 'vue'

/** How charts are exported: kept for as long as the page is open. */
export const useExportOptions = defineStore('export-options', () => {
  /** Whether title, settings and version stand on pictures. */
  const caption = ref(true)
  /** Whether pictures have the screen's theme instead of the light one. */
  const asOnScreen = ref(false)
  /** What opens the menus of the main charts on the stage, the newest last. */
  const main = shallowRef<readonly (() => void)[]>([])

  /** Opens the menu of the stage's main chart. @returns whether there is one */
  function openMain(): boolean {
    const open = main.value.at(-1)
    open?.()
    return open !== undefined
  }

  return { caption, asOnScreen, main, openMain }
})

/** Makes this menu the one that the key opens, for as long as it stands. */
export function useMainExport(open: () => void): void {
  const options = useExportOptions()
  options.main = [...options.main, open]
  onScopeDispose(() => {
    options.main = options.main.filter((each) => each !== open)
  })
}
