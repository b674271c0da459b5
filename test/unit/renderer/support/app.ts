import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { defineComponent } from 'vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import { TestLaboratory } from './laboratory.ts'

/** Runs `use` inside an app of its own, where stores find their laboratory. */
export function withApp<T>(
  use: () => T,
  bridge = new TestLaboratory(),
): { value: T; bridge: TestLaboratory } {
  let value: T | undefined
  const pinia = createPinia()
  setActivePinia(pinia)
  const probe = defineComponent({
    setup() {
      value = use()
      return () => null
    },
  })
  mount(probe, { global: { plugins: [pinia, i18n], provide: { [bridgeKey as symbol]: bridge } } })
  return { value: value as T, bridge }
}

/** Waits for promises and for so many animation frames that what a race brought has been taken. */
export async function settle(): Promise<void> {
  for (let frame = 0; frame < 4; frame++) {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}
