// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import DeclarationTable from '#renderer/views/optimizers/DeclarationTable.vue'
import { useOptimizers } from '#renderer/views/optimizers/store.ts'
import { openRules } from '#shared/own/open.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'

it('sets what the names of a draft stand for, and takes them away', async () => {
  const pinia = createPinia()
  const wrapper = mount(() => h(TooltipProvider, () => h(DeclarationTable)), {
    global: { plugins: [pinia, i18n], provide: { [bridgeKey as symbol]: new TestLaboratory() } },
  })
  const stage = useOptimizers(pinia)
  const text =
    '# rule: Mine\n# hyper lr = 0.02\n# slot v = 0\n# constant eps = 1e-6\n\nv += g\nw -= lr * v + eps'
  stage.take(openRules(text, 'Mine').rules[0]!)
  await wrapper.vm.$nextTick()
  const field = (label: string) => wrapper.get(`[aria-label="${label}"]`)
  await field('lr: symbol').setValue('\\alpha')
  await field('v: symbol').setValue('m')
  await field('v: starts from').setValue('lr')
  await field('lr: from').setValue('0.01')
  await field('lr: from').trigger('change')
  expect(stage.draft?.rule).toMatchObject({
    hyper: [{ key: 'lr', symbol: '\\alpha', range: { minimum: 0.01, maximum: 1000 } }],
    slots: [{ key: 'v', symbol: 'm', initial: 'lr' }],
  })
  await field('eps: take away its declaration').trigger('click')
  expect(stage.draft?.rule.constants).toEqual([])
})
