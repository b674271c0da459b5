import { onScopeDispose } from 'vue'
import { actionOf, type KeyAction } from '../app/keys.ts'

export type KeyHandlers = Readonly<Partial<Record<KeyAction, (event: KeyboardEvent) => void>>>

/**
 * Carries out keys wherever the focus is, but for a field that is typed in and a control that uses
 * the key itself: a focused button keeps its Space while the focus shows, that is, while the
 * keyboard put it there; after a click, Space runs and pauses again.
 */
export function useKeys(handlers: KeyHandlers): void {
  const listen = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return
    const action = actionOf(event)
    const handler = action && handlers[action]
    if (!handler || keepsKey(event.target, event.key)) return
    if (event.repeat && action !== 'back' && action !== 'forward') return
    event.preventDefault()
    handler(event)
  }
  window.addEventListener('keydown', listen)
  onScopeDispose(() => window.removeEventListener('keydown', listen))
}

function keepsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.matches('input:not([type="checkbox"]), textarea, select, [contenteditable]'))
    return true
  if (target.closest('[role="listbox"], [role="option"]')) return true
  const pressable = 'button, a[href], summary, input, [role="checkbox"], [role="switch"]'
  return key === ' ' && target.matches(pressable) && target.matches(':focus-visible')
}
