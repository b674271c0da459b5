// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { i18n } from '#renderer/locales/index.ts'
import LaneList from '#renderer/ui/LaneList.vue'
import OptimizerAdder from '#renderer/ui/OptimizerAdder.vue'

function list(props: { adds?: string; note?: string; full?: boolean }) {
  const added: string[][] = []
  const onAdd = (...optimizer: string[]): unknown => added.push(optimizer)
  const wrapper = mount(
    () =>
      h(TooltipProvider, () =>
        h(LaneList, { title: 'Lanes', ...props, onAdd }, () => h('li', 'SGD')),
      ),
    { global: { plugins: [createPinia(), i18n] } },
  )
  return { wrapper, added }
}

it('adds an optimizer in its first convention, until it is full', () => {
  const { wrapper, added } = list({ adds: 'Add a lane' })
  expect(wrapper.get('ul').text()).toBe('SGD')
  wrapper.getComponent(OptimizerAdder).vm.$emit('add', 'adam')
  expect(added).toEqual([['adam', 'tutorial']])
  const full = list({ adds: 'Add a lane', note: 'No more.', full: true }).wrapper
  expect(full.findComponent(OptimizerAdder).exists()).toBe(false)
  expect(full.text()).toContain('No more.')
})
