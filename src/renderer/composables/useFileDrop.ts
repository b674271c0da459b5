import { onScopeDispose, ref, type Ref } from 'vue'

/**
 * Takes files that are dropped anywhere on the window.
 *
 * @returns whether something that holds files is held over the window now
 */
export function useFileDrop(take: (files: readonly File[]) => void): Readonly<Ref<boolean>> {
  const over = ref(false)

  const hover = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return
    // Without this the window would open the file in the page's place.
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    over.value = true
  }
  const leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) over.value = false
  }
  const drop = (event: DragEvent): void => {
    over.value = false
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    take(files)
  }

  window.addEventListener('dragover', hover)
  window.addEventListener('dragleave', leave)
  window.addEventListener('drop', drop)
  onScopeDispose(() => {
    window.removeEventListener('dragover', hover)
    window.removeEventListener('dragleave', leave)
    window.removeEventListener('drop', drop)
  })
  return over
}
