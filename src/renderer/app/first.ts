import '@fontsource-variable/inter/wght.css'

import type { Start } from '#shared/contract/start.ts'
import { lookOf, systemLanguage, wear } from '../stores/look.ts'
import FirstMinute from '../views/learn/FirstMinute.vue'
import { loaded } from './loaded.ts'
import { app } from './root.ts'

/** Shows the first minute. Resolves when its lanes were seen to move: the thread is free for the rest. */
export async function showFirst(start: Start): Promise<void> {
  const { matches } = matchMedia('(prefers-color-scheme: dark)')
  loaded.look = lookOf(start, matches, systemLanguage())
  wear(loaded.look)
  loaded.first = FirstMinute
  loaded.pressAgain = keepKeys()
  app.mount('#app')
  // Some steps of theirs. A page that is not seen has no frames.
  for (let frame = 0; frame < 6 && !document.hidden; frame++) await nextFrame()
}

const nextFrame = (): Promise<unknown> => new Promise(requestAnimationFrame)

/** @returns presses the keys again that nothing has taken yet */
function keepKeys(): () => void {
  const pressed: KeyboardEvent[] = []
  const keep = (event: KeyboardEvent): void => void pressed.push(event)
  window.addEventListener('keydown', keep)
  return () => {
    window.removeEventListener('keydown', keep)
    for (const event of pressed) {
      if (!event.defaultPrevented) document.body.dispatchEvent(new KeyboardEvent('keydown', event))
    }
  }
}
