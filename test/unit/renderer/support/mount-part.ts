import { mount, type VueWrapper } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { createPinia } from 'pinia'
import { h, type Component } from 'vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import { TestLaboratory } from './laboratory.ts'

/** A part of the page, mounted in the document as the page holds it. @param slot what stands inside */
export function mountPart(
  part: Component,
  props: Record<string, unknown>,
  slot?: () => unknown,
): VueWrapper {
  return mount(() => h(TooltipProvider, () => h(part, props, slot)), {
    attachTo: document.body,
    global: {
      plugins: [createPinia(), i18n],
      provide: { [bridgeKey as symbol]: new TestLaboratory() },
    },
  })
}
