// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import Field from '#renderer/ui/Field.vue'

it('names its control', () => {
  const wrapper = mount(Field, { props: { label: 'Steps' }, slots: { default: '<input />' } })
  expect(wrapper.get('label').text()).toBe('Steps')
  expect((wrapper.element as HTMLLabelElement).control).toBe(wrapper.get('input').element)
})
