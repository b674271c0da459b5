import { useEventListener } from '@vueuse/core'
import { ref, type Ref } from 'vue'

/**
 * Takes files that are dropped anywhere on the window.
 *
 * @returns whether something that holds files is held over the window now
 */
export function useFileDrop(take: (files: readonly File[]) => void): Readonly<Ref<boolean>> {
  const over = ref(false)

  useEventListener(window, 'dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    // Without this the window would open the file in the page's place.
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    over.value = true
  })
  useEventListener(window, 'dragleave', (event) => {
    if (event.relatedTarget === null) over.value = false
  })
  useEventListener(window, 'drop', (event) => {
    over.value = false
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    take(files)
  })
  return over
}
