import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Which of the app's sheets is open. */
export const useUi = defineStore('ui', () => {
  const settings = ref(false)
  const help = ref(false)

  function toggle(sheet: 'settings' | 'help'): void {
    const [mine, other] = sheet === 'settings' ? [settings, help] : [help, settings]
    mine.value = !mine.value
    other.value = false
  }

  return { settings, help, toggle }
})
