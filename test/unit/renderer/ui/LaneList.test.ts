// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import type { RuleChoice } from '#shared/own/lane.ts'
import { i18n } from '#renderer/locales/index.ts'
import LaneList from '#renderer/ui/LaneList.vue'
import OptimizerAdder from '#renderer/ui/OptimizerAdder.vue'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'

function list(props: { adds?: string; note?: string; full?: boolean }) {
  const added: RuleChoice[] = []
  const onAdd = (choice: RuleChoice): unknown => added.push(choice)
  const wrapper = mount(
    () =>
      h(TooltipProvider, () =>
        h(LaneList, { title: 'Lanes', ...props, onAdd }, () => h('li', 'SGD')),
      ),
    {
      global: {
        plugins: [createPinia(), i18n],
        provide: { [bridgeKey as symbol]: new TestLaboratory() },
      },
    },
  )
  return { wrapper, added }
}

it('adds an optimizer in its first convention, until it is full', () => {
  const { wrapper, added } = list({ adds: 'Add a lane' })
  expect(wrapper.get('ul').text()).toBe('SGD')
  wrapper.getComponent(OptimizerAdder).vm.$emit('add', 'adam')
  expect(added).toEqual([{ optimizer: 'adam', convention: 'tutorial' }])
  const full = list({ adds: 'Add a lane', note: 'No more.', full: true }).wrapper
  expect(full.findComponent(OptimizerAdder).exists()).toBe(false)
  expect(full.text()).toContain('No more.')
})
