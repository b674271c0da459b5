import { useEventListener } from '@vueuse/core'
import { callWithAsyncErrorHandling, ErrorCodes, getCurrentInstance } from 'vue'
import { actionOf, type KeyAction } from '../app/keys.ts'

export type KeyHandlers = Readonly<Partial<Record<KeyAction, (event: KeyboardEvent) => unknown>>>

/**
 * Carries out keys wherever the focus is, but for a field that is typed in and a control that uses
 * the key itself. A button keeps its Space when the keyboard brought the focus to it; where a click
 * did, Space still runs and pauses. What a handler throws or rejects with reaches the boundary around
 * the stage, as if a button had done it.
 */
export function useKeys(handlers: KeyHandlers): void {
  noticeTravel()
  const instance = getCurrentInstance()

  useEventListener(window, 'keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    const action = actionOf(event)
    const handler = action && handlers[action]
    if (!handler || keepsKey(event.target, event.key, clicked)) return
    if (event.repeat && action !== 'back' && action !== 'forward') return
    event.preventDefault()
    callWithAsyncErrorHandling(handler, instance, ErrorCodes.NATIVE_EVENT_HANDLER, [event])
  })
}

/**
 * Whether a click, not the keyboard, brought the focus to where it is. Asking for :focus-visible would
 * not tell: any key that is pressed makes it true. Known for the whole page, since a click on the
 * rail leads to a view that is loaded after it.
 */
let clicked = false
let noticing = false

function noticeTravel(): void {
  if (noticing) return
  noticing = true
  window.addEventListener('pointerdown', () => (clicked = true), true)
  window.addEventListener(
    'keydown',
    ({ key }) => {
      if (key === 'Tab' || key.startsWith('Arrow')) clicked = false
    },
    true,
  )
}

/** A box that is ticked takes no letters. */
const ticked = 'input[type="checkbox"]'
const typed = `input:not(${ticked}), textarea, select, [contenteditable], [role="listbox"], [role="option"]`
const pressed = `button, a[href], summary, ${ticked}`

function keepsKey(target: EventTarget | null, key: string, clicked: boolean): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest(typed)) return true
  // A radio button is chosen by Space; Enter does nothing to it.
  if (key === 'Enter') return target.closest(`:is(${pressed}):not([role="radio"])`) !== null
  return key === ' ' && !clicked && target.closest(pressed) !== null
}
