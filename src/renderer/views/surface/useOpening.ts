import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { decodeFile, decodeLink, linkMark, type Opened, type ShareFault } from './share.ts'
import { useSurface } from './store.ts'

/** Bytes of a file that are read at all. */
const largestFile = 1_000_000

/** Opens pictures that come from outside, and says when one cannot be. */
export const useOpening = defineStore('surface-opening', () => {
  const surface = useSurface()
  const fault = shallowRef<ShareFault | { readonly kind: 'unreadable' }>()

  function take(opened: Opened): boolean {
    fault.value = opened.ok ? undefined : opened.fault
    if (opened.ok) surface.apply(opened.setting)
    return opened.ok
  }

  function openLink(text: string): boolean {
    return take(decodeLink(text))
  }

  async function openFile(file: File): Promise<boolean> {
    if (file.size > largestFile) return take({ ok: false, fault: { kind: 'large' } })
    try {
      return take(decodeFile(await file.text()))
    } catch {
      fault.value = { kind: 'unreadable' }
      return false
    }
  }

  /** Opens the picture in the page's address, if there is one, and takes it out of the address. */
  function openAddress(): void {
    if (!location.hash.startsWith(linkMark)) return
    openLink(location.hash)
    history.replaceState(null, '', '#surface')
  }

  return { fault, openLink, openFile, openAddress }
})
