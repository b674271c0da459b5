import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { useLibrary } from '#renderer/stores/library.ts'

/** Milliseconds without a keystroke after which a note is saved. */
export const noteRest = 600

/**
 * Notes as they are typed, until the laboratory has them: written down after a rest, and at once when
 * the run, the stage or the page is left. One that cannot be saved stays here, and on the page.
 */
export const useNoteDrafts = defineStore('note-drafts', () => {
  const library = useLibrary()
  /** By run; what is not here is as the laboratory has it. */
  const drafts = shallowReactive(new Map<string, string>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function write(id: string, text: string): void {
    drafts.set(id, text)
    clearTimeout(timers.get(id))
    timers.set(
      id,
      setTimeout(() => void save(id), noteRest),
    )
  }

  async function save(id: string): Promise<void> {
    clearTimeout(timers.get(id))
    timers.delete(id)
    const text = drafts.get(id)
    if (text === undefined) return
    const saved = await library.note(id, { note: text })
    // What was typed meanwhile is saved by its own timer.
    if (saved && drafts.get(id) === text && !timers.has(id)) drafts.delete(id)
  }

  function flush(): void {
    for (const id of [...drafts.keys()]) void save(id)
  }
  useEventListener(window, 'pagehide', flush)

  return { drafts, write, save, flush }
})
