// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import ConventionsPanel from '#renderer/views/optimizers/ConventionsPanel.vue'
import { useOptimizers } from '#renderer/views/optimizers/store.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'

function panel() {
  const pinia = createPinia()
  const wrapper = mount(() => h(TooltipProvider, () => h(ConventionsPanel)), {
    global: {
      plugins: [pinia, i18n],
      provide: { [bridgeKey as symbol]: new TestLaboratory() },
      // Neither a canvas nor a document that KaTeX takes is here.
      stubs: { CurveChart: true, TeX: true },
    },
  })
  const kinds = (): string[] => wrapper.findAll('.kind').map((each) => each.text())
  return { wrapper, kinds, stage: useOptimizers(pinia) }
}

it('marks each difference as formula, default or name, and says which makes the curves part', async () => {
  const { wrapper, kinds, stage } = panel()
  stage.selected = 'rmsprop'
  stage.convention = 'pytorch'
  await wrapper.vm.$nextTick()
  stage.setHyper('lr', 0.05)
  await wrapper.vm.$nextTick()
  // PyTorch to the tutorial, with PyTorch's numbers.
  expect(kinds()).toEqual(['formula', 'name only', 'name only'])
  expect(wrapper.get('[role="status"]').text()).toBe(
    'None of these changes can be seen in the path.',
  )
  stage.values = 'defaults'
  await wrapper.vm.$nextTick()
  expect(kinds()).toEqual(['formula', 'default', 'default', 'default', 'name only'])
  expect(wrapper.get('.row.most').text()).toContain('learning rate')
  expect(wrapper.get('[role="status"]').text()).toContain('part most is number 4')
})

it('says where lines make sense only together, and where one path leaves the numbers', async () => {
  const { wrapper, stage } = panel()
  stage.selected = 'nesterov'
  await wrapper.vm.$nextTick()
  stage.other = stage.compared.at(-1)
  stage.setHyper('lr', 0.45)
  await wrapper.vm.$nextTick()
  expect(wrapper.get('.row').text()).toContain('Only together')
  stage.selected = 'lion'
  await wrapper.vm.$nextTick()
  expect(wrapper.text()).toContain('It is written in this way only.')
})
