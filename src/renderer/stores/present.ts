import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Whether the stage's picture fills the window, and who of it is in the light. */
export const usePresent = defineStore('present', () => {
  const on = ref(false)
  /** Id of the lane in the light; undefined is all of them. */
  const lit = ref<string>()

  function toggle(): void {
    on.value = !on.value
    lit.value = undefined
  }

  /** Puts one in the light, or all again. */
  function light(id: string): void {
    lit.value = lit.value === id ? undefined : id
  }

  /** Whether a lane stands back behind the one in the light. */
  const fades = (id: string): boolean => on.value && lit.value !== undefined && lit.value !== id

  return { on, lit, toggle, light, fades }
})
